package io.peercred.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The host of a URI is an endpoint's name, or there is no request. */
@Timeout(30)
class HttpUriTests {

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    @ParameterizedTest
    @CsvSource({
        "http://other/?key=secret, there is no peercred.outbound.other",
        "http://localhost/, there is no peercred.outbound.localhost",
        "https://test/, 'takes http, not https'",
        "ftp://test/, 'takes http, not ftp'",
        "/version, 'takes http, not null'",
        "http:///version, names no endpoint",
        "http://test:80/, neither port nor user",
        "http://somebody@test/, neither port nor user",
    })
    void whatIsNoEndpointIsRefusedWithTheNamesOfThoseThatThereAre(URI uri, String reason) {
        VerifiedHttpRequestFactory requests = this.clients.requests(TestSettings.at(this.directory.resolve("s")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.createRequest(uri, HttpMethod.GET))
                .withMessageContaining(reason)
                .withMessageContaining("http://NAME/")
                .withMessageContaining("[test]")
                .withMessageNotContaining("secret");
    }

    @Test
    void theCaseOfAHostDoesNotCount() {
        Path socket = this.directory.resolve("s");
        try (Peer server = ScriptedServer.start(socket, """
                c = accept(listen_here()); read_head(c); answer(c, 'right'); hear()
                """)) {
            RestClient client = this.clients.client(TestSettings.at(socket));
            assertThat(client.get().uri("HTTP://Test/").retrieve().body(String.class))
                    .isEqualTo("right");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void afterTheEndThereIsNoRequest() throws IOException {
        VerifiedHttpRequestFactory requests = this.clients.requests(TestSettings.at(this.directory.resolve("s")));
        requests.createRequest(URI.create("http://test/"), HttpMethod.GET);
        requests.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.createRequest(URI.create("http://test/"), HttpMethod.GET))
                .withMessageContaining("closed");
    }
}
