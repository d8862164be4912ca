package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.UserDatabase;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two that judge each other by the kernel's word: PostgreSQL us by {@code peer}, we it by {@code expected-user}. */
class PostgresTests {

    private static PostgresServer server;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itAcceptsUsAsWhomItsMapAllows() {
        CallingApplication.calling(server.socket(), "peercred.expected-user=postgres", template -> {
            String answer = template.execute("peer", connection -> PostgresServer.logIn(connection, "postgres"));
            assertThat(answer).isEqualTo("R \0\0\0\0");
        });
    }

    @Test
    void itRefusesUsAsSomebodyElse() {
        CallingApplication.calling(server.socket(), "peercred.expected-user=postgres", template -> {
            String answer = template.execute("peer", connection -> PostgresServer.logIn(connection, "nobody"));
            assertThat(answer).startsWith("E ").contains("C28000", "Peer authentication failed for user \"nobody\"");
        });
    }

    @Test
    void weReadTheSameUserAsItsOwnClient(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected");
        long postgres = UserDatabase.uid("postgres").orElseThrow();
        try (Peer psql = Psql.start(server.directory(), "user=postgres requirepeer=root")) {
            assertThat(psql.lineWith("requirepeer")).contains("actual peer user name is \"postgres\"");
        }
        CallingApplication.calling(
                server.socket(), "peercred.expected-user=root", template -> assertThatExceptionOfType(
                                PeerRejectedException.class)
                        .isThrownBy(() -> template.execute("peer", connection -> "accepted"))
                        .withMessageContaining("actual uid " + postgres + " (postgres)")
                        .satisfies(ex -> assertThat(ex.peer().pid()).isEqualTo(server.pid())));
        try (Peer psql = Psql.start(server.directory(), "user=postgres requirepeer=postgres")) {
            assertThat(psql.line()).isEqualTo("postgres");
        }
    }
}
