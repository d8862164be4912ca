package io.peercred.sample;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.SenderCredentials;
import io.peercred.template.VerifiedSocketOperations;

/**
 * Has the daemon record itself into a file that we open and it gets a copy of: what it may write is what we may, and it
 * needs no right to the directory.
 *
 * @param duration of the recording
 * @param output the file; written over if it is there
 */
record ProfileCall(Duration duration, Path output) implements Call {

    private static final Duration DEFAULT = Duration.ofSeconds(10);

    /** For the recorder to start, and to write. */
    private static final Duration BESIDE = Duration.ofSeconds(30);

    static ProfileCall of(String[] args) {
        ApplicationArguments arguments = new DefaultApplicationArguments(args);
        String output = option(arguments, "output");
        if (output == null) {
            throw wrong("profile takes --output=FILE, where the recording goes");
        }
        String duration = option(arguments, "duration");
        try {
            return new ProfileCall(duration == null ? DEFAULT : ProfileRequest.duration(duration), Path.of(output));
        } catch (IllegalArgumentException ex) {
            throw wrong(ex.getMessage());
        }
    }

    private static @Nullable String option(ApplicationArguments arguments, String name) {
        List<String> values = arguments.getOptionValues(name);
        if (values == null) {
            return null;
        }
        if (values.size() != 1 || values.get(0).isBlank()) {
            throw wrong("profile takes one --" + name + "=VALUE");
        }
        return values.get(0);
    }

    private static ExitException wrong(@Nullable String what) {
        return new ExitException(Exit.USAGE, what + " (--help says more)");
    }

    @Override
    public Map<String, Object> defaults() {
        return Map.of("peercred.outbound.diagnostics.reply-timeout", this.duration.plus(BESIDE));
    }

    @Override
    public String ask(VerifiedSocketOperations operations) {
        boolean ours = Files.notExists(this.output);
        boolean written = false;
        try (FileOutputStream file = open()) {
            // The ids matter where the daemon judges each message: root could write this for another user.
            Map<String, Object> beside = Map.of(
                    PeercredHeaders.SEND_FILES, file, PeercredHeaders.SENDER_CREDENTIALS, SenderCredentials.own());
            String question = new ProfileRequest(this.duration).toString();
            String reply = operations.convertSendAndReceive("diagnostics", question, beside, String.class);
            written = !reply.startsWith(Command.ERROR);
            return reply;
        } catch (IOException ex) {
            throw new ExitException(Exit.OUTPUT, this.output + " could not be closed: " + ex.getMessage(), ex);
        } finally {
            if (ours && !written) {
                delete();
            }
        }
    }

    private FileOutputStream open() {
        try {
            return new FileOutputStream(this.output.toFile());
        } catch (IOException ex) {
            throw new ExitException(Exit.CANNOT_CREATE, ex.getMessage(), ex);
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(this.output);
        } catch (IOException ex) {
            System.err.println("sample-app: " + this.output + " was left behind, empty: " + ex.getMessage());
        }
    }
}
