package io.peercred.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.integration.annotation.ServiceActivator;

/** Answers the endpoint {@code clock} with what it was asked, and keeps it. */
public class Echo {

    public final List<Object> heard = new CopyOnWriteArrayList<>();

    @ServiceActivator(inputChannel = "peercred.inbound.clock")
    public Object handle(Object question) {
        this.heard.add(question);
        return question;
    }
}
