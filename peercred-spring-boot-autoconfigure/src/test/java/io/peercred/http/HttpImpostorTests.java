package io.peercred.http;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A server that runs as somebody else gets no request. */
@Timeout(60)
class HttpImpostorTests {

    private static final String COUNT = """
            l = listen_here()
            while True:
                c = accept(l); count = 0
                while True:
                    part = c.recv(100)
                    if not part: break
                    count += len(part)
                say(count)
            """;

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    @Test
    void isToldNothingAndTheCallerWhoItIs(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        Path socket = Directories.open(this.directory).resolve("s");
        try (Peer impostor = ScriptedServer.startAs(65534, socket, COUNT)) {
            RestClient client = this.clients.client(TestSettings.at(socket));
            for (int i = 0; i < 3; i++) {
                ResourceAccessException failure =
                        catchThrowableOfType(ResourceAccessException.class, () -> client.post()
                                .uri("/secret")
                                .body("secret")
                                .retrieve()
                                .toBodilessEntity());
                assertThat(failure).hasMessageContaining("uid 65534").hasMessageContaining(socket.toString());
                assertThat(failure).rootCause().isInstanceOfSatisfying(PeerRejectedException.class, ex -> {
                    assertThat(ex.reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
                    assertThat(ex.peer().pid()).isEqualTo(impostor.pid());
                });
                assertThat(impostor.line()).isEqualTo("0");
            }
        }
        assertThat(this.clients.events).hasSize(3);
    }

    @Test
    void isJudgedByItsMasterProcessWhereItIsNginx(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected");
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            long own = NativeSupport.effectiveUid();
            assertThat(HttpClients.get(this.clients.client(TestSettings.at(nginx.socket())), "/host"))
                    .isEqualTo("test");
            RestClient other =
                    this.clients.client(TestSettings.at(nginx.socket()).uids(own + 1001));
            ResourceAccessException failure =
                    catchThrowableOfType(ResourceAccessException.class, () -> HttpClients.get(other, "/host"));
            assertThat(failure).rootCause().isInstanceOfSatisfying(PeerRejectedException.class, ex -> {
                assertThat(ex.peer().uid()).isEqualTo(own);
                assertThat(ex.peer().pid()).isEqualTo(nginx.pid());
            });
        }
    }

    @Test
    void isRefusedWhereItTakesThePlaceOfOneThatWasExpected(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        Needs.root();
        Path socket = Directories.open(this.directory).resolve("s");
        RestClient client = this.clients.client(TestSettings.at(socket));
        try (Peer server = ScriptedServer.start(socket, """
                c = accept(listen_here()); read_head(c); answer(c, 'right'); hear()
                os.unlink(argv[0])
                """)) {
            assertThat(HttpClients.get(client, "/first")).isEqualTo("right");
            server.say("end");
            server.exitCode();
        }
        try (Peer impostor = ScriptedServer.startAs(65534, socket, COUNT)) {
            ResourceAccessException failure =
                    catchThrowableOfType(ResourceAccessException.class, () -> HttpClients.get(client, "/second"));
            assertThat(failure).hasRootCauseInstanceOf(PeerRejectedException.class);
            assertThat(impostor.line()).isEqualTo("0");
        }
    }
}
