package io.peercred.dsl;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.peercred.connection.EndpointValues;
import io.peercred.connection.OutboundClient;
import io.peercred.connection.OutboundSettings;
import io.peercred.credentials.Endpoint;
import io.peercred.platform.UnixAddress;
import io.peercred.template.OutboundEndpoint;

/** An endpoint that calls. */
public final class OutboundEndpointSpec extends EndpointSpec<OutboundEndpointSpec> {

    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration replyTimeout = Duration.ofSeconds(10);
    private final PoolSpec pool = new PoolSpec();

    OutboundEndpointSpec() {}

    @Override
    OutboundEndpointSpec self() {
        return this;
    }

    /** For connecting and judging the peer; 5 seconds by default. */
    public OutboundEndpointSpec connectTimeout(Duration timeout) {
        this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** For the whole exchange, the wait for the pool included; 10 seconds by default. */
    public OutboundEndpointSpec replyTimeout(Duration timeout) {
        this.replyTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** Says which connections are kept. */
    public OutboundEndpointSpec pool(Consumer<PoolSpec> pool) {
        pool.accept(this.pool);
        return this;
    }

    OutboundEndpoint called(Endpoint endpoint, EndpointContext context) {
        OutboundSettings settings = new OutboundSettings(
                new UnixAddress(endpoint.path()),
                verification(endpoint, context, false),
                codec(context),
                maxMessageSize(),
                EndpointValues.positive("connect-timeout", this.connectTimeout),
                EndpointValues.positive("reply-timeout", this.replyTimeout),
                maxFileDescriptors(),
                this.pool.settings(),
                propagatesTrace(context));
        return new OutboundEndpoint(
                new OutboundClient(settings, context.deadlines(), context.reporter()), converter(context));
    }
}
