package io.peercred.http;

import java.time.Duration;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

import io.peercred.connection.OutboundSettings;
import io.peercred.connection.VerifiedConnector;
import io.peercred.socket.VerifiedSocketFactory;

/** The HttpClient of one endpoint, with connections of its own; there is none until it is first used. */
final class EndpointClient implements AutoCloseable {

    private final OutboundSettings settings;
    private final VerifiedConnector connector;
    private @Nullable CloseableHttpClient client;
    private boolean closed;

    EndpointClient(OutboundSettings settings, VerifiedConnector connector) {
        this.settings = settings;
        this.connector = connector;
    }

    synchronized ClientHttpRequestFactory requests() {
        if (this.closed) {
            throw new IllegalStateException(this.settings.endpoint() + " is closed");
        }
        if (this.client == null) {
            this.client = create();
        }
        return new HttpComponentsClientHttpRequestFactory(this.client);
    }

    /**
     * What one does for the callers' convenience is off: a request goes out once, as it was made, and the response comes
     * in as it was sent.
     */
    private CloseableHttpClient create() {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections())
                .setDefaultRequestConfig(requestConfig())
                .evictIdleConnections(time(this.settings.pool().maxIdleTime()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression();
        builder.setConnectionReuseStrategy(
                this.settings.pool().maxIdle() == 0
                        ? (request, response, context) -> false
                        : DefaultClientConnectionReuseStrategy.INSTANCE);
        return builder.build();
    }

    private PoolingHttpClientConnectionManager connections() {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                new SocketOperator(new VerifiedSocketFactory(this.connector), time(this.settings.replyTimeout())),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                socket -> new VerifiedHttpConnection());
        connections.setMaxTotal(this.settings.pool().maxActive());
        connections.setDefaultMaxPerRoute(this.settings.pool().maxActive());
        // The server may have gone since: nothing is sent twice, so each connection is looked at before it is used.
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        return connections;
    }

    private RequestConfig requestConfig() {
        Duration maxWait = this.settings.pool().maxWait();
        return RequestConfig.custom()
                .setConnectionRequestTimeout(time(maxWait == null ? this.settings.replyTimeout() : maxWait))
                .setResponseTimeout(time(this.settings.replyTimeout()))
                .setConnectionKeepAlive(time(this.settings.pool().maxIdleTime()))
                .setProtocolUpgradeEnabled(false) // To TLS, which it would offer with each request.
                .build();
    }

    private static Timeout time(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis())); // 0 would be for ever.
    }

    @Override
    public synchronized void close() {
        this.closed = true;
        if (this.client != null) {
            this.client.close(CloseMode.IMMEDIATE); // Who is at it must not wait for a server that does not read.
        }
    }
}
