package io.peercred.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.unit.DataSize;

import io.peercred.autoconfigure.PeercredProperties.Credentials;
import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;
import io.peercred.autoconfigure.PeercredProperties.Pool;
import io.peercred.connection.EndpointValues;
import io.peercred.connection.FrameCodec;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.OutboundSettings;
import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixAddress;
import io.peercred.template.PayloadConverter;
import io.peercred.template.PayloadConverters;
import io.peercred.template.PayloadType;

/** Turns the properties of an endpoint into its settings, or says which of them is wrong and what to write. */
final class EndpointResolver {

    private final PeercredProperties defaults;
    private final ListenerResolver listeners;
    private final PolicyResolver policies;
    private final Map<String, FrameCodec> codecs;
    private final MessageConverter converter;

    EndpointResolver(
            PeercredProperties defaults,
            ListenerResolver listeners,
            PolicyResolver policies,
            Map<String, FrameCodec> codecs,
            MessageConverter converter) {
        this.defaults = defaults;
        this.listeners = listeners;
        this.policies = policies;
        this.codecs = codecs;
        this.converter = converter;
    }

    InboundSettings inbound(String name, Inbound properties) {
        return InvalidPeercredPropertyException.ofSettings(() -> resolve(name, properties));
    }

    private InboundSettings resolve(String name, Inbound properties) {
        String prefix = PeercredProperties.PREFIX + ".inbound." + name;
        ListenerResolver.Found listener = this.listeners.find(name, prefix, properties);
        PeerVerification verification =
                this.policies.resolve(new Endpoint(name, Direction.INBOUND, listener.path()), prefix, properties);
        Duration replyTimeout = EndpointValues.positive(prefix + ".reply-timeout", properties.getReplyTimeout());
        return new InboundSettings(
                listener.byPolicy().apply(verification.policy()),
                verification,
                codec(prefix, properties),
                maxMessageSize(prefix, properties),
                EndpointValues.positive(prefix + ".max-connections", properties.getMaxConnections()),
                EndpointValues.positive(prefix + ".max-connections-per-uid", properties.getMaxConnectionsPerUid()),
                EndpointValues.positive(prefix + ".read-timeout", properties.getReadTimeout()),
                EndpointValues.positive(prefix + ".write-timeout", properties.getWriteTimeout()),
                properties.isExpectReply() ? replyTimeout : null,
                properties.getIdleTimeout() == null
                        ? null
                        : EndpointValues.positive(prefix + ".idle-timeout", properties.getIdleTimeout()),
                properties.getCredentials() == Credentials.MESSAGE,
                EndpointValues.maxFileDescriptors(prefix + ".max-file-descriptors", properties.getMaxFileDescriptors()),
                EndpointValues.errorReplies(prefix + ".", properties.isErrorReplies(), codec(prefix, properties))
                        && properties.isExpectReply(),
                tracePropagation(prefix, properties));
    }

    OutboundSettings outbound(String name, Outbound properties) {
        String prefix = PeercredProperties.PREFIX + ".outbound." + name;
        UnixAddress address = address(prefix, properties.getPath());
        return outbound(new Endpoint(name, Direction.OUTBOUND, address.path()), prefix, address, properties);
    }

    /** Resolves the defaults, for destinations that are paths; says at the start what is wrong with them. */
    void resolveDefaults() {
        this.policies.defaults();
    }

    /** Of a destination that is a path: the defaults. */
    OutboundSettings outbound(String path) {
        Endpoint endpoint = new Endpoint(path, Direction.OUTBOUND, path);
        return outbound(endpoint, PeercredProperties.PREFIX, new UnixAddress(path), new Outbound());
    }

    private OutboundSettings outbound(Endpoint endpoint, String prefix, UnixAddress address, Outbound properties) {
        return InvalidPeercredPropertyException.ofSettings(() -> new OutboundSettings(
                address,
                this.policies.resolve(endpoint, prefix, properties),
                codec(prefix, properties),
                maxMessageSize(prefix, properties),
                EndpointValues.positive(prefix + ".connect-timeout", properties.getConnectTimeout()),
                EndpointValues.positive(prefix + ".reply-timeout", properties.getReplyTimeout()),
                EndpointValues.maxFileDescriptors(prefix + ".max-file-descriptors", properties.getMaxFileDescriptors()),
                pool(prefix + ".pool.", properties.getPool()),
                tracePropagation(prefix, properties)));
    }

    private static PoolSettings pool(String prefix, Pool pool) {
        return EndpointValues.pool(
                prefix, pool.getMaxActive(), pool.getMaxIdle(), pool.getMaxWait(), pool.getMaxIdleTime());
    }

    /** What payloads of an endpoint are. */
    PayloadConverter converter(String prefix, EndpointProperties properties) {
        String own = properties.getContentType();
        String common = this.defaults.getContentType();
        String value = own != null
                ? own
                : common != null ? common : PayloadType.TEXT.mimeType().toString();
        String property = (own != null ? prefix : PeercredProperties.PREFIX) + ".content-type";
        PayloadType type = InvalidPeercredPropertyException.ofSettings(() -> PayloadConverters.type(property, value));
        return new PayloadConverter(type, this.converter);
    }

    static UnixAddress address(String prefix, @Nullable String path) {
        String property = prefix + ".path";
        if (path == null || path.isBlank()) {
            throw new InvalidPeercredPropertyException(
                    property,
                    "the endpoint has no path",
                    "Write where the socket is, such as " + property + "=/run/app/app.sock, or set " + prefix
                            + ".enabled=false.");
        }
        return InvalidPeercredPropertyException.ofSettings(() -> EndpointValues.address(property, path));
    }

    private FrameCodec codec(String prefix, EndpointProperties properties) {
        String own = properties.getCodec();
        String common = this.defaults.getCodec();
        String name = own != null ? own : common != null ? common : EndpointValues.DEFAULT_CODEC;
        return EndpointValues.codec((own != null ? prefix : PeercredProperties.PREFIX) + ".codec", name, this.codecs);
    }

    private boolean tracePropagation(String prefix, EndpointProperties properties) {
        Boolean own = properties.getTracePropagation();
        return EndpointValues.tracePropagation(
                (own != null ? prefix : PeercredProperties.PREFIX) + ".trace-propagation",
                prefix + ".",
                Boolean.TRUE.equals(own != null ? own : this.defaults.getTracePropagation()),
                codec(prefix, properties));
    }

    private int maxMessageSize(String prefix, EndpointProperties properties) {
        DataSize own = properties.getMaxMessageSize();
        DataSize common = this.defaults.getMaxMessageSize();
        DataSize size = own != null ? own : common != null ? common : EndpointValues.DEFAULT_MAX_MESSAGE_SIZE;
        return EndpointValues.maxMessageSize(
                (own != null ? prefix : PeercredProperties.PREFIX) + ".max-message-size", size);
    }
}
