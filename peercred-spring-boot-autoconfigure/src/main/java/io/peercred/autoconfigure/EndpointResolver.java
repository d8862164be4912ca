package io.peercred.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.peercred.autoconfigure.PeercredProperties.Credentials;
import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;
import io.peercred.autoconfigure.PeercredProperties.Pool;
import io.peercred.connection.FrameCodec;
import io.peercred.connection.FrameCodecs;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.OutboundSettings;
import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.UnixAddress;
import io.peercred.template.PayloadConverter;
import io.peercred.template.PayloadType;

/** Turns the properties of an endpoint into its settings, or says which of them is wrong and what to write. */
final class EndpointResolver {

    private static final DataSize DEFAULT_MAX_MESSAGE_SIZE = DataSize.ofMegabytes(16);
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

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
        String prefix = PeercredProperties.PREFIX + ".inbound." + name;
        ListenerResolver.Found listener = this.listeners.find(name, prefix, properties);
        PeerVerification verification =
                this.policies.resolve(new Endpoint(name, Direction.INBOUND, listener.path()), prefix, properties);
        Duration replyTimeout = positive(prefix + ".reply-timeout", properties.getReplyTimeout());
        return new InboundSettings(
                listener.byPolicy().apply(verification.policy()),
                verification,
                codec(prefix, properties),
                maxMessageSize(prefix, properties),
                positive(prefix + ".max-connections", properties.getMaxConnections()),
                positive(prefix + ".max-connections-per-uid", properties.getMaxConnectionsPerUid()),
                positive(prefix + ".read-timeout", properties.getReadTimeout()),
                positive(prefix + ".write-timeout", properties.getWriteTimeout()),
                properties.isExpectReply() ? replyTimeout : null,
                properties.getIdleTimeout() == null
                        ? null
                        : positive(prefix + ".idle-timeout", properties.getIdleTimeout()),
                properties.getCredentials() == Credentials.MESSAGE,
                fileDescriptors(prefix, properties.getMaxFileDescriptors()));
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
        return new OutboundSettings(
                address,
                this.policies.resolve(endpoint, prefix, properties),
                codec(prefix, properties),
                maxMessageSize(prefix, properties),
                positive(prefix + ".connect-timeout", properties.getConnectTimeout()),
                positive(prefix + ".reply-timeout", properties.getReplyTimeout()),
                fileDescriptors(prefix, properties.getMaxFileDescriptors()),
                pool(prefix + ".pool", properties.getPool()));
    }

    private static int fileDescriptors(String prefix, int max) {
        if (max < 0 || max > AncillaryData.MAX_DESCRIPTORS) {
            throw new InvalidPeercredPropertyException(
                    prefix + ".max-file-descriptors",
                    max + " is not between 0 and " + AncillaryData.MAX_DESCRIPTORS
                            + ", which the kernel passes at most",
                    "Write how many files a message may bring along; 0 takes none.");
        }
        return max;
    }

    private static PoolSettings pool(String prefix, Pool pool) {
        if (pool.getMaxIdle() < 0) {
            throw new InvalidPeercredPropertyException(
                    prefix + ".max-idle", pool.getMaxIdle() + " is negative", "Write 0 to keep no connection.");
        }
        return new PoolSettings(
                positive(prefix + ".max-active", pool.getMaxActive()),
                pool.getMaxIdle(),
                pool.getMaxWait() == null ? null : positive(prefix + ".max-wait", pool.getMaxWait()),
                positive(prefix + ".max-idle-time", pool.getMaxIdleTime()));
    }

    /** What payloads of an endpoint are. */
    PayloadConverter converter(String prefix, EndpointProperties properties) {
        String own = properties.getContentType();
        String common = this.defaults.getContentType();
        String value = own != null
                ? own
                : common != null ? common : PayloadType.TEXT.mimeType().toString();
        String property = (own != null ? prefix : PeercredProperties.PREFIX) + ".content-type";
        PayloadType type;
        try {
            type = PayloadType.of(value);
        } catch (IllegalArgumentException ex) {
            throw new InvalidPeercredPropertyException(property, ex.getMessage(), "Write one of those.", ex);
        }
        if (type == PayloadType.JSON && !ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", null)) {
            throw new InvalidPeercredPropertyException(
                    property, "JSON takes Jackson 3", "Add the dependency spring-boot-starter-jackson.");
        }
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
        try {
            return new UnixAddress(path);
        } catch (IllegalArgumentException ex) {
            throw new InvalidPeercredPropertyException(
                    property,
                    ex.getMessage(),
                    "Write an absolute path of at most " + UnixAddress.MAX_BYTES
                            + " bytes, such as /run/app/app.sock, or \"@name\" (quoted) for the abstract namespace.",
                    ex);
        }
    }

    private FrameCodec codec(String prefix, EndpointProperties properties) {
        String own = properties.getCodec();
        String common = this.defaults.getCodec();
        String name = own != null ? own : common != null ? common : "length-header";
        FrameCodec codec = FrameCodecs.named(name);
        if (codec == null) {
            codec = this.codecs.get(name);
        }
        if (codec == null) {
            List<String> known =
                    new ArrayList<>(FrameCodecs.names().stream().sorted().toList());
            known.addAll(this.codecs.keySet());
            throw new InvalidPeercredPropertyException(
                    (own != null ? prefix : PeercredProperties.PREFIX) + ".codec",
                    "there is no codec '" + name + "'",
                    "Write one of " + known + ", or declare a FrameCodec bean of this name.");
        }
        return codec;
    }

    private int maxMessageSize(String prefix, EndpointProperties properties) {
        DataSize own = properties.getMaxMessageSize();
        DataSize common = this.defaults.getMaxMessageSize();
        DataSize size = own != null ? own : common != null ? common : DEFAULT_MAX_MESSAGE_SIZE;
        if (size.toBytes() < 1 || size.toBytes() > LARGEST_ARRAY) {
            throw new InvalidPeercredPropertyException(
                    (own != null ? prefix : PeercredProperties.PREFIX) + ".max-message-size",
                    size + " is not between 1B and " + LARGEST_ARRAY + "B",
                    "Write the largest payload that you expect, such as 1MB.");
        }
        return (int) size.toBytes();
    }

    static int positive(String property, int value) {
        if (value < 1) {
            throw new InvalidPeercredPropertyException(property, value + " is less than 1", "Write at least 1.");
        }
        return value;
    }

    private static Duration positive(String property, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidPeercredPropertyException(
                    property,
                    "'" + value + "' is no time to wait",
                    "Write a positive duration, such as 5s; every wait has its end.");
        }
        return value;
    }
}
