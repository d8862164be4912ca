package io.peercred.sample;

import java.io.PrintStream;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

/** {@code serve}: the daemon. */
final class Server {

    /** How the line begins that says that the daemon can be called. */
    static final String READY = "Serving ";

    private Server() {}

    /** Returns when it serves. From then on it is Boot that keeps the process, and that stops in order on a signal. */
    static void run(String[] args, PrintStream answers) {
        ConfigurableApplicationContext context = Context.talkative(
                Map.of("peercred.outbound.diagnostics.enabled", "false", "spring.main.keep-alive", "true"), args);
        answers.println(READY + Command.WORDS + " at "
                + context.getEnvironment().getProperty("peercred.inbound.diagnostics.path") + " as pid "
                + ProcessHandle.current().pid());
    }
}
