package io.peercred.peers;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

import io.peercred.connection.VerifiedConnection;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

/** A PostgreSQL with data of its own that asks the kernel who we are ({@code peer} authentication). */
final class PostgresServer implements AutoCloseable {

    /** Our root may be the database's user postgres, and nobody else. */
    private static final String ACCESS = """
            local all postgres peer map=m
            local all all peer
            """;

    private static final String MAP = """
            m root postgres
            m postgres postgres
            """;

    private final Path directory;
    private final Peer process;

    private PostgresServer(Path directory, Peer process) {
        this.directory = directory;
        this.process = process;
    }

    static PostgresServer start(Path directory) throws IOException {
        Needs.root();
        Directories.open(directory);
        Path data = directory.resolve("data");
        try (Peer initdb = asPostgres(
                "initdb",
                "-D",
                data.toString(),
                "-A",
                "peer",
                "-N",
                "--no-locale",
                "-E",
                "UTF8",
                "--no-instructions")) {
            Awaitility.await("initdb").atMost(Duration.ofMinutes(1)).until(() -> !initdb.isAlive());
            if (initdb.exitCode() != 0) {
                throw new AssertionError("initdb failed");
            }
        }
        Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
        Files.writeString(data.resolve("pg_ident.conf"), MAP);
        Peer process = asPostgres(
                "postgres",
                "-D",
                data.toString(),
                "-k",
                directory.toString(),
                "-p",
                Psql.PORT,
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "log_min_messages=fatal");
        PostgresServer server = new PostgresServer(directory, process);
        Awaitility.await("PostgreSQL").atMost(Duration.ofSeconds(30)).until(server::isReady);
        return server;
    }

    private boolean isReady() {
        if (!this.process.isAlive()) {
            throw new AssertionError("PostgreSQL ended");
        }
        try (Peer psql = Psql.start(this.directory, "user=postgres")) {
            return psql.line().equals("postgres");
        }
    }

    private static Peer asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Needs.program("setpriv", "util-linux").toString(),
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                Needs.program(program, "postgresql-15").toString()));
        command.addAll(List.of(arguments));
        return Peer.start(command);
    }

    Path directory() {
        return this.directory;
    }

    Path socket() {
        return this.directory.resolve(Psql.SOCKET);
    }

    long pid() {
        return this.process.pid();
    }

    /** Asks to be a user of the database; the first message of the answer: its letter, and its content as text. */
    static String logIn(VerifiedConnection connection, String user) throws IOException {
        byte[] parameters = ("user\0" + user + "\0database\0postgres\0\0").getBytes(StandardCharsets.US_ASCII);
        connection.write(ByteBuffer.allocate(8 + parameters.length)
                .putInt(8 + parameters.length)
                .putInt(0x00030000)
                .put(parameters)
                .flip());
        DataInputStream in = new DataInputStream(connection.inputStream());
        char kind = (char) in.readByte();
        byte[] content = in.readNBytes(in.readInt() - 4);
        return kind + " " + new String(content, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        this.process.terminate();
    }
}
