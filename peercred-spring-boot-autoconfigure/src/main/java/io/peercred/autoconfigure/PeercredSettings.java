package io.peercred.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;
import io.peercred.connection.BindSettings;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.OutboundSettings;
import io.peercred.platform.NativeSupport;
import io.peercred.template.PayloadConverter;

/**
 * Every enabled endpoint, resolved and checked.
 *
 * @param inbound those that serve
 * @param outbound those that call
 */
record PeercredSettings(Map<String, InboundEndpoint> inbound, Map<String, OutboundTarget> outbound) {

    /** One that serves. */
    record InboundEndpoint(InboundSettings settings, PayloadConverter converter, Inbound properties) {}

    /** One that calls. */
    record OutboundTarget(OutboundSettings settings, PayloadConverter converter) {}

    static PeercredSettings resolve(PeercredProperties properties, EndpointResolver resolver) {
        EnabledEndpoints enabled = EnabledEndpoints.of(properties);
        if (!enabled.inbound().isEmpty() || !enabled.outbound().isEmpty()) {
            NativeSupport.require();
        }
        if (properties.expectsSomebody() && NativeSupport.isSupportedSystem()) {
            resolver.resolveDefaults();
        }
        Map<String, InboundEndpoint> inbound = new LinkedHashMap<>();
        enabled.inbound().forEach((name, endpoint) -> {
            refuseBlankChannel("inbound." + name, endpoint.getRequestChannel());
            inbound.put(
                    name,
                    new InboundEndpoint(
                            resolver.inbound(name, endpoint),
                            resolver.converter(PeercredProperties.PREFIX + ".inbound." + name, endpoint),
                            endpoint));
        });
        requireOnePathEach(inbound);
        Map<String, OutboundTarget> outbound = new LinkedHashMap<>();
        enabled.outbound().forEach((name, endpoint) -> {
            refuseBlankChannel("outbound." + name, endpoint.getRequestChannel());
            outbound.put(name, target(name, endpoint, resolver));
        });
        return new PeercredSettings(inbound, outbound);
    }

    private static OutboundTarget target(String name, Outbound endpoint, EndpointResolver resolver) {
        return new OutboundTarget(
                resolver.outbound(name, endpoint),
                resolver.converter(PeercredProperties.PREFIX + ".outbound." + name, endpoint));
    }

    /** A destination that is a path. */
    static OutboundTarget path(String path, EndpointResolver resolver) {
        NativeSupport.require();
        return new OutboundTarget(
                resolver.outbound(path), resolver.converter(PeercredProperties.PREFIX, new Outbound()));
    }

    private static void refuseBlankChannel(String endpoint, @Nullable String channel) {
        if (channel != null && !StringUtils.hasText(channel)) {
            throw new InvalidPeercredPropertyException(
                    PeercredProperties.PREFIX + "." + endpoint + ".request-channel",
                    "is set but empty",
                    "Write the name of a channel, or remove the key for " + PeercredProperties.PREFIX + "." + endpoint
                            + ".");
        }
    }

    private static void requireOnePathEach(Map<String, InboundEndpoint> inbound) {
        Map<String, String> nameByPath = new HashMap<>();
        inbound.forEach((name, endpoint) -> {
            if (!(endpoint.settings().source() instanceof BindSettings own)) {
                return;
            }
            String path = own.path();
            String other = nameByPath.putIfAbsent(real(path), name);
            if (other != null) {
                throw new InvalidPeercredPropertyException(
                        PeercredProperties.PREFIX + ".inbound." + name + ".path",
                        "'" + path + "' is also the path of " + PeercredProperties.PREFIX + ".inbound." + other,
                        "Give each inbound endpoint a path of its own.");
            }
        });
    }

    private static String real(String path) {
        if (path.startsWith("@")) {
            return path;
        }
        Path file = Path.of(path);
        try {
            Path directory = Objects.requireNonNull(file.getParent(), "the directory of an absolute path");
            return directory.toRealPath().resolve(file.getFileName()).toString();
        } catch (IOException ex) {
            return file.normalize().toString(); // That the directory is missing is said where it is needed.
        }
    }
}
