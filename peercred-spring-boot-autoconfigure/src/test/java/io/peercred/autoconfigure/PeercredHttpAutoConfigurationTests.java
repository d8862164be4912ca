package io.peercred.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.http.VerifiedHttpRequestFactory;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PeercredHttpAutoConfigurationTests {

    @TempDir
    Path directory;

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(
                        PeercredHttpAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class));
    }

    @Test
    void theHostOfAUriIsTheOutboundEndpoint() {
        Path socket = this.directory.resolve("s");
        try (Peer server = Peer.python("""
                l = listen(argv[0]); say('listening')
                for i in range(2):
                    c, _ = l.accept()
                    while b'\\r\\n\\r\\n' not in c.recv(10000): pass
                    c.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 5\\r\\n\\r\\nright')
                hear()
                """, socket)) {
            server.line();
            with("peercred.expected-uid=self", "peercred.outbound.docker.path=" + socket)
                    .run(context -> {
                        VerifiedHttpRequestFactory requests = context.getBean(VerifiedHttpRequestFactory.class);
                        RestClient client = RestClient.builder()
                                .requestFactory(requests)
                                .baseUrl("http://docker")
                                .build();
                        assertThat(client.get().uri("/version").retrieve().body(String.class))
                                .isEqualTo("right");
                        assertThat(context.getBean(RestTemplateBuilder.class)
                                        .requestFactory(() -> requests)
                                        .build()
                                        .getForObject("http://docker/version", String.class))
                                .isEqualTo("right");
                    });
        }
    }

    @Test
    void theApplicationsOtherRequestsGoWhereTheyWent() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("TCP".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        try {
            String uri = "http://localhost:" + server.getAddress().getPort() + "/";
            with("peercred.expected-uid=self", "peercred.outbound.docker.path=" + this.directory.resolve("s"))
                    .run(context -> {
                        assertThat(context.getBean(RestClient.Builder.class)
                                        .build()
                                        .get()
                                        .uri(uri)
                                        .retrieve()
                                        .body(String.class))
                                .isEqualTo("TCP");
                        assertThat(context.getBean(RestTemplateBuilder.class)
                                        .build()
                                        .getForObject(uri, String.class))
                                .isEqualTo("TCP");
                    });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anApplicationThatAsksForJustAnyRequestFactoryGetsItsOwn() {
        with().withBean(SimpleClientHttpRequestFactory.class).run(context -> {
            assertThat(context).hasSingleBean(VerifiedHttpRequestFactory.class);
            assertThat(context.getBean(ClientHttpRequestFactory.class))
                    .isInstanceOf(SimpleClientHttpRequestFactory.class);
        });
    }

    @Test
    void withoutAnOutboundEndpointARequestSaysSo() {
        with().run(context -> {
            VerifiedHttpRequestFactory requests = context.getBean(VerifiedHttpRequestFactory.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> requests.createRequest(URI.create("http://docker/"), HttpMethod.GET))
                    .withMessageContaining("there is no peercred.outbound.docker")
                    .withMessageContaining("[]");
        });
    }

    @Test
    void withoutApacheHttpClientItIsOff() {
        with().withClassLoader(new FilteredClassLoader(HttpClient.class.getPackageName()))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("peercredHttpRequestFactory"));
    }

    @Test
    void withoutSpringsClientsItIsOff() {
        Contexts.with()
                .withConfiguration(AutoConfigurations.of(PeercredHttpAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(ClientHttpRequestFactory.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("peercredHttpRequestFactory"));
    }

    @Test
    void withoutEndpointsOfAnyKindItIsOff() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredHttpAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(VerifiedHttpRequestFactory.class));
    }

    @Test
    void theApplicationsOwnReplacesIt() {
        VerifiedHttpRequestFactory own =
                new VerifiedHttpRequestFactory(List.of(), new Deadlines(), new RejectionReporter(event -> {}));
        with().withBean("mine", VerifiedHttpRequestFactory.class, () -> own).run(context -> assertThat(context)
                .getBean(VerifiedHttpRequestFactory.class)
                .isSameAs(own));
    }
}
