package io.peercred.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A real server on a Unix socket, and Spring's client. */
@Timeout(60)
class NginxTests {

    private static final long LARGE = 100 * 1000 * 1000;

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    @Test
    void answersAsItDoesOverTcp() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            Files.writeString(nginx.file("greeting.txt"), "hello");
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            ResponseEntity<String> answer =
                    client.get().uri("/greeting.txt").retrieve().toEntity(String.class);
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
            assertThat(answer.getHeaders().getFirst(HttpHeaders.SERVER)).startsWith("nginx/");
            assertThat(answer.getBody()).isEqualTo("hello");
            assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
                    .isThrownBy(() -> HttpClients.get(client, "/missing"));
        }
    }

    @Test
    void knowsTheEndpointAsItsHostUnlessTheCallerNamesAnother() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            assertThat(HttpClients.get(client, "/host")).isEqualTo("test");
            assertThat(client.get()
                            .uri("/host")
                            .header(HttpHeaders.HOST, "www.example.org")
                            .retrieve()
                            .body(String.class))
                    .isEqualTo("www.example.org");
        }
    }

    @Test
    void seesOneConnectionForAllRequestsOfOneThread() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            assertThat(connections(client, 50)).hasSize(1);
        }
    }

    @Test
    void seesAConnectionForEachRequestWhereNoneIsKept() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            RestClient client = this.clients.client(TestSettings.at(nginx.socket())
                    .pool(new PoolSettings(
                            4, 0, null, TestSettings.at("/s").outbound().pool().maxIdleTime())));
            assertThat(connections(client, 5)).hasSize(5);
        }
    }

    private static Set<String> connections(RestClient client, int requests) {
        Set<String> connections = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            connections.add(HttpClients.get(client, "/connection"));
        }
        return connections;
    }

    @Test
    void sendsHundredMegabytesThatNobodyHoldsInMemory() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            try (OutputStream file = Files.newOutputStream(nginx.file("large"))) {
                Pattern.write(file, LARGE);
            }
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            HttpClients.get(client, "/host"); // Loads what must be loaded.
            long before = Pattern.allocated();
            Long checksum = client.get().uri("/large").exchange((request, response) -> {
                assertThat(response.getHeaders().getContentLength()).isEqualTo(LARGE);
                return Pattern.checksum(response.getBody());
            });
            assertThat(Pattern.allocated() - before).isLessThan(LARGE / 10);
            assertThat(checksum).isEqualTo(Pattern.checksum(LARGE));
        }
    }

    @Test
    void takesHundredMegabytesThatNobodyHoldsInMemory() throws IOException {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            HttpClients.get(client, "/host"); // Loads what must be loaded.
            long before = Pattern.allocated();
            assertThat(client.put()
                            .uri("/uploads/large")
                            .body(out -> Pattern.write(out, LARGE))
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode())
                    .isEqualTo(HttpStatus.CREATED);
            assertThat(Pattern.allocated() - before).isLessThan(LARGE / 10);
            try (InputStream file = Files.newInputStream(nginx.upload("large"))) {
                assertThat(Pattern.checksum(file)).isEqualTo(Pattern.checksum(LARGE));
            }
        }
    }

    @Test
    void answersFiftyThreadsOverNoMoreConnectionsThanThePoolHas() throws Exception {
        try (NginxServer nginx = NginxServer.start(this.directory)) {
            for (int i = 0; i < 50; i++) {
                Files.writeString(nginx.file("file" + i), ("content of " + i + "\n").repeat(1000));
            }
            RestClient client = this.clients.client(TestSettings.at(nginx.socket()));
            ExecutorService threads = Executors.newFixedThreadPool(50);
            CountDownLatch all = new CountDownLatch(50);
            List<Future<Set<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                calls.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    for (int k = 0; k < 20; k++) {
                        assertThat(HttpClients.get(client, "/file" + number))
                                .isEqualTo(("content of " + number + "\n").repeat(1000));
                    }
                    return connections(client, 5);
                }));
            }
            Set<String> connections = new HashSet<>();
            for (Future<Set<String>> call : calls) {
                connections.addAll(call.get(30, TimeUnit.SECONDS));
            }
            assertThat(connections).hasSizeBetween(2, 16);
            threads.shutdown();
        }
    }
}
