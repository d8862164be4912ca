package io.peercred.reliability;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.peercred.connection.FrameException;
import io.peercred.connection.PeerClosedException;

/** What all faults meet: a server that lives through them all, and an application, in this process, that calls it. */
final class Scene implements AutoCloseable {

    /** A call's, of whoever calls. */
    static final Duration REPLY_TIMEOUT = Duration.ofSeconds(4);

    /** Of each step of a connection, at whoever serves. */
    static final Duration STEP = Duration.ofSeconds(3);

    private static final List<String> OPTIONS = List.of("-Xms96m", "-Xmx96m", "-XX:-HeapDumpOnOutOfMemoryError");

    private final Scratch scratch;
    private final Path results;
    private final Path journalFile;
    private final Journal journal;
    private final ServerProcess server;
    private final ClientApplication client;

    Scene(Path results) throws IOException {
        this.results = results;
        this.scratch = Scratch.create();
        this.journalFile = results.resolve("faults.journal");
        this.journal = Journal.toRead(this.journalFile);
        this.server = start(List.of(), socket(), "--peercred.inbound.odd.path=" + oddSocket());
        this.server.awaitReady();
        this.client = client(socket(), "--peercred.outbound.odd.path=" + oddSocket());
    }

    Path directory() {
        return this.scratch.directory();
    }

    Path socket() {
        return directory().resolve("target");
    }

    /** Of the server's endpoint that has whims. */
    Path oddSocket() {
        return directory().resolve("odd");
    }

    File log() {
        return this.results.resolve("faults.servers.log").toFile();
    }

    Path journalFile() {
        return this.journalFile;
    }

    Journal journal() {
        return this.journal;
    }

    ServerProcess server() {
        return this.server;
    }

    ClientApplication client() {
        return this.client;
    }

    /** Begins to start one more server, by a command that starts programs. */
    ServerProcess start(List<String> prefix, Path socket, String... properties) throws IOException {
        return new ServerProcess(
                Java.command(FaultyApplication.class, OPTIONS, serverProperties()), prefix, socket, log(), properties);
    }

    /** How servers are set up. */
    List<String> serverProperties() {
        String millis = STEP.toMillis() + "ms";
        return List.of(
                "--faults.journal=" + this.journalFile,
                "--peercred.inbound.target.read-timeout=" + millis,
                "--peercred.inbound.target.write-timeout=" + millis,
                "--peercred.inbound.target.idle-timeout=" + millis,
                "--peercred.inbound.target.reply-timeout=" + millis,
                "--peercred.inbound.target.max-connections-per-uid=200");
    }

    /** One more application that calls. */
    static ClientApplication client(Path socket, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 2);
        all[properties.length] = "--peercred.outbound.target.reply-timeout=" + REPLY_TIMEOUT.toMillis() + "ms";
        all[properties.length + 1] = "--peercred.outbound.target.connect-timeout=2s";
        return new ClientApplication(socket, all);
    }

    CallingThreads callers(ClientApplication application, int count, Tally tally, Class<?>... causes) {
        return new CallingThreads(application.template(), count, tally, ClearErrors.of(causes), REPLY_TIMEOUT);
    }

    /** Callers of a server that may end, or be cut off, in the middle of an answer. */
    CallingThreads callersOfMortal(ClientApplication application, int count, Tally tally) {
        return callers(
                application, count, tally, PeerClosedException.class, FrameException.class, ConnectException.class);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (this.scratch;
                this.journal;
                this.server) {
            this.client.close();
        }
    }
}
