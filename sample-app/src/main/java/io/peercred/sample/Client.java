package io.peercred.sample;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.MessagingException;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.VerifiedSocketOperations;

/** {@code call COMMAND}: the daemon's command line. */
final class Client {

    private Client() {}

    /** Prints the reply, or throws {@link ExitException}. */
    static void run(Call call, String[] args, PrintStream answers) {
        Map<String, Object> defaults = new HashMap<>(call.defaults());
        defaults.put("peercred.inbound.diagnostics.enabled", "false");
        try (ConfigurableApplicationContext context = Context.quiet(defaults, args)) {
            print(ask(context.getBean(VerifiedSocketOperations.class), call), answers);
        }
    }

    private static String ask(VerifiedSocketOperations operations, Call call) {
        String reply;
        try {
            reply = call.ask(operations);
        } catch (PeerRejectedException | MessagingException ex) {
            throw new ExitException(Exit.of(ex), ex.getMessage(), ex);
        }
        if (reply.startsWith(Command.ERROR)) {
            throw new ExitException(
                    reply.startsWith(Command.UNKNOWN) ? Exit.USAGE : Exit.FAILED, "the daemon says: " + reply);
        }
        return reply;
    }

    /** The daemon's bytes and a newline, whatever the terminal's character set and the system's line end. */
    private static void print(String reply, PrintStream answers) {
        byte[] line = (reply + "\n").getBytes(StandardCharsets.UTF_8);
        answers.write(line, 0, line.length);
        if (answers.checkError()) {
            throw new ExitException(Exit.OUTPUT, "the reply could not be written to standard output");
        }
    }
}
