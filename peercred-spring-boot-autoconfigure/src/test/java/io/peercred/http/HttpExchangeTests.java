package io.peercred.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.hc.core5.http.ConnectionClosedException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A request goes out once, as it was made, and what comes back is its whole answer or an exception. */
@Timeout(30)
class HttpExchangeTests {

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    private Path socket;
    private RestClient client;

    @BeforeEach
    void endpoint() {
        this.socket = this.directory.resolve("s");
        this.client = this.clients.client(TestSettings.at(this.socket));
    }

    @Test
    void aRequestAsksForNothingThatItsCallerDidNot() {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here())
                read_head(c); answer(c, headers='Set-Cookie: id=1; Path=/\\r\\n')
                say(read_head(c).replace('\\r\\n', '|')); answer(c); hear()
                """)) {
            HttpClients.getNothing(this.client, "/first");
            this.client.get().uri("/second").header("X-Own", "1").retrieve().toBodilessEntity();
            assertThat(server.line())
                    .matches("GET /second HTTP/1.1\\|X-Own: 1\\|Host: test\\|Connection: keep-alive\\|"
                            + "User-Agent: Apache-HttpClient/[^|]*\\|\\|");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "POST"})
    void aRequestThatIsNotAnsweredIsSentOnce(String method) {
        try (Peer server = ScriptedServer.start(this.socket, """
                l = listen_here()
                while True:
                    c = accept(l); say(first_line(c)); c.close()
                """)) {
            assertThatExceptionOfType(ResourceAccessException.class)
                    .isThrownBy(() -> send(HttpMethod.valueOf(method), "/first"));
            assertThat(server.line()).startsWith(method + " /first ");
            assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> send(HttpMethod.GET, "/last"));
            assertThat(server.line()).startsWith("GET /last ");
        }
    }

    @Test
    void aRequestThatIsPutOffIsSentOnce() {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here())
                say(first_line(c)); answer(c, status='503 Busy', headers='Retry-After: 0\\r\\n')
                say(first_line(c)); answer(c); hear()
                """)) {
            assertThatExceptionOfType(HttpServerErrorException.ServiceUnavailable.class)
                    .isThrownBy(() -> send(HttpMethod.POST, "/first"));
            send(HttpMethod.GET, "/last");
            assertThat(server.line()).startsWith("POST /first ");
            assertThat(server.line()).startsWith("GET /last ");
        }
    }

    private void send(HttpMethod method, String path) {
        this.client.method(method).uri(path).retrieve().toBodilessEntity();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "http://other/", "https://test/", "/here"})
    void aRedirectIsTheAnswer(String location) {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here())
                first_line(c); answer(c, status='307 Temporary Redirect', headers='Location: %s\\r\\n')
                say(first_line(c)); answer(c); hear()
                """.formatted(location))) {
            ResponseEntity<Void> answer =
                    this.client.get().uri("/first").retrieve().toBodilessEntity();
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.TEMPORARY_REDIRECT);
            assertThat(answer.getHeaders().getFirst(HttpHeaders.LOCATION)).isEqualTo(location);
            send(HttpMethod.GET, "/last");
            assertThat(server.line()).startsWith("GET /last ");
        }
    }

    @Test
    void aBodyThatItsCallerBreaksOffDoesNotLookWhole() {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here())
                read_head(c)
                data = b''
                while True:
                    part = c.recv(100000)
                    if not part: break
                    data += part
                say(data); hear()
                """)) {
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client
                    .post()
                    .uri("/first")
                    .body(out -> {
                        out.write("half of it".getBytes(StandardCharsets.US_ASCII));
                        throw new UncheckedIOException(new IOException("no more"));
                    })
                    .retrieve()
                    .toBodilessEntity());
            assertThat(server.line()).isEqualTo("b''");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void bytesBehindAnAnswerAreNoAnswerToTheNextRequest(String method) {
        try (Peer server = ScriptedServer.start(this.socket, """
                l = listen_here()
                c = accept(l); read_head(c)
                c.sendall(b'HTTP/1.1 204 No Content\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nfalse')
                d = accept(l); read_head(d); answer(d, 'right')
                say(first_line(c)); hear()
                """)) {
            send(HttpMethod.valueOf(method), "/first");
            assertThat(HttpClients.get(this.client, "/second")).isEqualTo("right");
            assertThat(server.line()).isEqualTo("end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Long: ", "X-Many: 1\\r\\n"})
    void aHeadWithoutEndIsGivenUp(String headers) {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here()); read_head(c)
                sent = 0
                try:
                    c.sendall(b'HTTP/1.1 200 OK\\r\\n')
                    while sent < 100000000: sent += c.send(b'%s' * 1000)
                except OSError: pass
                say(sent < 10000000); hear()
                """.formatted(headers))) {
            assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> send(HttpMethod.GET, "/first"));
            assertThat(server.line()).isEqualTo("True");
        }
    }

    @Test
    void anAnswerThatIsCutShortIsAnException() {
        try (Peer server = ScriptedServer.start(this.socket, """
                c = accept(listen_here()); read_head(c)
                c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nhalf of it'); c.close(); hear()
                """)) {
            assertThatExceptionOfType(RestClientException.class)
                    .isThrownBy(() -> HttpClients.get(this.client, "/first"))
                    .withRootCauseInstanceOf(ConnectionClosedException.class);
            assertThat(server.isAlive()).isTrue();
        }
    }
}
