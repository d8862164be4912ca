package io.peercred.http;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

import io.peercred.connection.Deadlines;
import io.peercred.connection.OutboundSettings;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.VerifiedConnector;

/**
 * Makes HTTP requests over Unix sockets whose peer was judged before the first byte, for {@code RestClient} and
 * {@code RestTemplate}: the host of {@code http://docker/version} is the outbound endpoint {@code docker}. Thread-safe.
 *
 * <p>A peer that may not be there gets no byte: the request fails with an {@link IOException} that has the
 * {@link io.peercred.credentials.PeerRejectedException} as its cause. Nothing is looked up, no proxy is asked, and no
 * system property counts. A request is sent once: it is not repeated, and a redirect is the response, whose location is
 * for the caller to judge. Cookies are not kept, and nothing is asked for compressed.
 *
 * <p>Of the endpoint's settings, {@code connect-timeout} is for connecting and the verdict, {@code reply-timeout} for each
 * wait: for more of the response, or for the server to take more of the request, which may be of any length. {@code
 * pool.max-active} and {@code pool.max-wait} are as ever, {@code pool.max-idle-time} holds where the server names no time,
 * and {@code pool.max-idle} counts where it is 0, which keeps none.
 */
public final class VerifiedHttpRequestFactory implements ClientHttpRequestFactory, AutoCloseable {

    private final Map<String, EndpointClient> byName = new TreeMap<>();

    /**
     * Creates one; nothing is opened.
     *
     * @param endpoints those that there are to be
     * @param deadlines whoever made it closes it
     * @param reporter told of each peer that is refused
     */
    public VerifiedHttpRequestFactory(
            Collection<OutboundSettings> endpoints, Deadlines deadlines, RejectionReporter reporter) {
        for (OutboundSettings each : endpoints) {
            VerifiedConnector connector = new VerifiedConnector(each.connect(), deadlines, reporter);
            this.byName.put(each.endpoint().name(), new EndpointClient(each, connector));
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the URI is not {@code http://NAME/} of an endpoint
     * @throws IllegalStateException if this was closed
     */
    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return endpoint(uri).requests().createRequest(uri, method);
    }

    private EndpointClient endpoint(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw refusal("a Unix socket takes http, not " + uri.getScheme());
        }
        if (uri.getHost() == null) {
            throw refusal("the URI names no endpoint");
        }
        if (uri.getPort() != -1 || uri.getUserInfo() != null) {
            throw refusal("a Unix socket has neither port nor user");
        }
        EndpointClient endpoint = this.byName.get(uri.getHost().toLowerCase(Locale.ROOT));
        if (endpoint == null) {
            throw refusal("there is no peercred.outbound." + uri.getHost());
        }
        return endpoint;
    }

    /** Without the URI, of which the query may be a secret. */
    private IllegalArgumentException refusal(String reason) {
        return new IllegalArgumentException("No request over a Unix socket: " + reason
                + ". Write http://NAME/ with the name of an outbound endpoint; configured are " + this.byName.keySet());
    }

    /** Closes all connections, those in use, too. */
    @Override
    public void close() {
        this.byName.values().forEach(EndpointClient::close);
    }
}
