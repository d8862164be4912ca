package io.peercred.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.peercred.connection.FullBacklog;
import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Each wait ends, and none is for a whole exchange. */
@Timeout(60)
class HttpTimeoutTests {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    @Test
    void aServerThatDoesNotAnswerIsGivenUpAndTheNextRequestHasAnotherConnection() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory);
                RawListener silent = RawListener.at(nginx.silentServer())) {
            RestClient client =
                    this.clients.client(TestSettings.at(nginx.socket()).replyTimeout(Duration.ofSeconds(1)));
            String before = HttpClients.get(client, "/connection");
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> HttpClients.get(client, "/silent"))
                    .withCauseInstanceOf(SocketTimeoutException.class);
            assertThat(HttpClients.get(client, "/connection")).isNotEqualTo(before);
            assertThat(silent).isNotNull();
        }
    }

    @Test
    void anAnswerMayTakeLongerThanTheReplyTimeoutWhileItComes() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            Files.writeString(nginx.file("words"), "words ".repeat(60) + "that take a few seconds to come");
            Duration replyTimeout = Duration.ofMillis(2500);
            RestClient client =
                    this.clients.client(TestSettings.at(nginx.socket()).replyTimeout(replyTimeout));
            long start = System.nanoTime();
            assertThat(HttpClients.get(client, "/trickled/words")).endsWith("to come");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(replyTimeout);
        }
    }

    @Test
    void aServerThatDoesNotReadIsGivenUp() throws IOException {
        Path socket = this.directory.resolve("s");
        try (RawListener deaf = RawListener.at(socket)) {
            RestClient client = this.clients.client(TestSettings.at(socket).replyTimeout(SHORT));
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> client.post()
                            .uri("/")
                            .body(out -> Pattern.write(out, 10_000_000))
                            .retrieve()
                            .toBodilessEntity())
                    .withCauseInstanceOf(SocketTimeoutException.class)
                    .withMessageContaining("Write timed out");
            assertThat(deaf).isNotNull();
        }
    }

    @Test
    void aServerThatDoesNotAcceptIsGivenUp() throws IOException {
        Path socket = this.directory.resolve("s");
        try (FullBacklog full = new FullBacklog(socket)) {
            RestClient client = this.clients.client(TestSettings.at(socket).connectTimeout(SHORT));
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> HttpClients.get(client, "/"))
                    .withCauseInstanceOf(SocketTimeoutException.class)
                    .withMessageContaining(socket.toString());
            assertThat(full).isNotNull();
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        Path socket = this.directory.resolve("s");
        RestClient client = this.clients.client(TestSettings.at(socket));
        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> HttpClients.get(client, "/"))
                .withCauseInstanceOf(ConnectException.class)
                .withMessageContaining(socket.toString());
    }

    @Test
    void whoWaitsForAConnectionWaitsForMaxWait() throws IOException {
        Path socket = this.directory.resolve("s");
        try (Peer server = ScriptedServer.start(socket, """
                c = accept(listen_here()); read_head(c); answer(c, 'right')
                hear()
                """)) {
            RestClient client = this.clients.client(
                    TestSettings.at(socket).pool(new PoolSettings(1, 1, SHORT, Duration.ofMinutes(1))));
            client.get().uri("/held").exchange((request, response) -> {
                assertThatExceptionOfType(ResourceAccessException.class)
                        .isThrownBy(() -> HttpClients.get(client, "/"))
                        .withCauseInstanceOf(ConnectionRequestTimeoutException.class);
                return null;
            });
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aConnectionThatIsNotUsedIsClosed() {
        Path socket = this.directory.resolve("s");
        try (Peer server = ScriptedServer.start(socket, """
                c = accept(listen_here()); read_head(c); answer(c, 'right')
                say(first_line(c)); hear()
                """)) {
            RestClient client = this.clients.client(TestSettings.at(socket).pool(new PoolSettings(4, 4, null, SHORT)));
            assertThat(HttpClients.get(client, "/")).isEqualTo("right");
            assertThat(server.line()).isEqualTo("end");
        }
    }

    @Test
    void aServerThatWasRestartedIsAskedAtOnceOverANewConnection() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            for (int i = 0; i < 3; i++) {
                String before = HttpClients.get(client, "/connection");
                assertThat(HttpClients.get(client, "/connection")).isEqualTo(before);
                nginx.restart();
                client.put().uri("/uploads/file" + i).body("content").retrieve().toBodilessEntity();
                assertThat(nginx.upload("file" + i)).hasContent("content");
            }
        }
    }
}
