package io.peercred.sample;

import java.io.PrintStream;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.integration.PeercredInboundGateway;

/** {@code serve}: the daemon. */
final class Server {

    /** How the line begins that says that the daemon can be called. */
    static final String READY = "Serving ";

    private static final String GATEWAY = "peercred.inbound.diagnostics.gateway";

    private Server() {}

    /** Returns when it serves. From then on it is Boot that keeps the process, and that stops in order on a signal. */
    static void run(String[] args, PrintStream answers) {
        ConfigurableApplicationContext context = Context.talkative(
                Map.of("peercred.outbound.diagnostics.enabled", "false", "spring.main.keep-alive", "true"), args);
        // The gateway's path, since systemd may have chosen it.
        String path = context.getBean(GATEWAY, PeercredInboundGateway.class)
                .endpoint()
                .path();
        answers.println(READY + Command.WORDS + " at " + path + " as pid "
                + ProcessHandle.current().pid());
    }
}
