package io.peercred.sample.operations;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;

/** The endpoint {@code maintenance}: everybody who was let in may ask, and some may switch. */
@Component
@ConditionalOnProperty("peercred.inbound.maintenance.path")
class Maintenance {

    private static final Log logger = LogFactory.getLog(Maintenance.class);

    private final AtomicBoolean on = new AtomicBoolean();
    private final Switch control;

    Maintenance(Switch control) {
        this.control = control;
    }

    @ServiceActivator(inputChannel = "peercred.inbound.maintenance")
    String answer(String command) {
        switch (command) {
            case "on" -> this.control.set(this.on, true);
            case "off" -> this.control.set(this.on, false);
            default -> {}
        }
        return this.on.get() ? "on" : "off";
    }

    /** Who may switch. A bean of its own, since it is Spring's proxy that asks. */
    @Component
    static class Switch {

        @PreAuthorize("hasAuthority('maintain')")
        public void set(AtomicBoolean state, boolean value) {
            state.set(value);
            logger.info("Maintenance is " + (value ? "on" : "off"));
        }
    }
}
