package io.peercred.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.web.client.RestClient;

import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.testing.TestSettings;

/** Clients of endpoints that have the name {@code test}. Closed with the test. */
final class HttpClients implements AutoCloseable {

    final List<Object> events = new CopyOnWriteArrayList<>();
    private final Deadlines deadlines = new Deadlines();
    private final RejectionReporter reporter = new RejectionReporter(this.events::add);
    private final List<VerifiedHttpRequestFactory> factories = new CopyOnWriteArrayList<>();

    VerifiedHttpRequestFactory requests(TestSettings settings) {
        VerifiedHttpRequestFactory requests =
                new VerifiedHttpRequestFactory(List.of(settings.outbound()), this.deadlines, this.reporter);
        this.factories.add(requests);
        return requests;
    }

    RestClient client(TestSettings settings) {
        return client(requests(settings));
    }

    static RestClient client(VerifiedHttpRequestFactory requests) {
        return RestClient.builder()
                .requestFactory(requests)
                .baseUrl("http://test")
                .build();
    }

    /** Whose answer has no body. */
    static void getNothing(RestClient client, String path) {
        client.get().uri(path).retrieve().toBodilessEntity();
    }

    /** The body of the answer to GET. */
    static String get(RestClient client, String path) {
        String body = client.get().uri(path).retrieve().body(String.class);
        if (body == null) {
            throw new AssertionError("no body");
        }
        return body;
    }

    @Override
    public void close() {
        this.factories.forEach(VerifiedHttpRequestFactory::close);
        this.deadlines.close();
    }
}
