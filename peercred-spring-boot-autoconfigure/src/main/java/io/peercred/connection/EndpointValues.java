package io.peercred.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.ExpectedIds;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.UnixAddress;

/**
 * Checks the values of an endpoint, wherever they were written. What is wrong with one is an {@link
 * InvalidSettingException} of its key.
 */
public final class EndpointValues {

    /** Of an endpoint that says none. */
    public static final DataSize DEFAULT_MAX_MESSAGE_SIZE = DataSize.ofMegabytes(16);

    /** Of an endpoint that says none. */
    public static final String DEFAULT_CODEC = "length-header";

    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private EndpointValues() {}

    /** A file path, or {@code @name}. */
    public static UnixAddress address(String key, String path) {
        try {
            return new UnixAddress(path);
        } catch (IllegalArgumentException ex) {
            throw new InvalidSettingException(
                    key,
                    String.valueOf(ex.getMessage()),
                    "Write an absolute path of at most " + UnixAddress.MAX_BYTES
                            + " bytes, such as /run/app/app.sock, or \"@name\" (quoted) for the abstract namespace.",
                    ex);
        }
    }

    /** At least 1. */
    public static int positive(String key, int value) {
        if (value < 1) {
            throw new InvalidSettingException(key, value + " is less than 1", "Write at least 1.");
        }
        return value;
    }

    /** Some time to wait. */
    public static Duration positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidSettingException(
                    key,
                    "'" + value + "' is no time to wait",
                    "Write a positive duration, such as 5s; every wait has its end.");
        }
        return value;
    }

    /** Bytes that fit into an array, at least one. */
    public static int maxMessageSize(String key, DataSize size) {
        if (size.toBytes() < 1 || size.toBytes() > LARGEST_ARRAY) {
            throw new InvalidSettingException(
                    key,
                    size + " is not between 1B and " + LARGEST_ARRAY + "B",
                    "Write the largest payload that you expect, such as 1MB.");
        }
        return (int) size.toBytes();
    }

    /** As many as the kernel passes. */
    public static int maxFileDescriptors(String key, int max) {
        if (max < 0 || max > AncillaryData.MAX_DESCRIPTORS) {
            throw new InvalidSettingException(
                    key,
                    max + " is not between 0 and " + AncillaryData.MAX_DESCRIPTORS
                            + ", which the kernel passes at most",
                    "Write how many files a message may bring along; 0 takes none.");
        }
        return max;
    }

    /**
     * A codec by its name.
     *
     * @param beans the application's own
     */
    public static FrameCodec codec(String key, String name, Map<String, FrameCodec> beans) {
        FrameCodec codec = FrameCodecs.named(name);
        if (codec == null) {
            codec = beans.get(name);
        }
        if (codec == null) {
            List<String> known =
                    new ArrayList<>(FrameCodecs.names().stream().sorted().toList());
            known.addAll(beans.keySet());
            throw new InvalidSettingException(
                    key,
                    "there is no codec '" + name + "'",
                    "Write one of " + known + ", or declare a FrameCodec bean of this name.");
        }
        return codec;
    }

    /**
     * Whether errors are told to callers, which takes a codec that can tell them from answers.
     *
     * @param prefix what stands before the endpoint's keys, with its dot; may be empty
     */
    public static boolean errorReplies(String prefix, boolean wanted, FrameCodec codec) {
        if (wanted && !FrameCodecs.hasErrorFrames(codec)) {
            throw new InvalidSettingException(
                    prefix + "error-replies",
                    "only the codec length-header can tell an error from an answer",
                    "Write " + prefix + "codec=length-header, or remove the key.");
        }
        return wanted;
    }

    /**
     * Whether the headers of a trace go ahead of requests, which takes a codec that can tell them from a request.
     *
     * @param key where it was asked for, which may be for all endpoints
     * @param prefix what stands before the endpoint's keys, with its dot; may be empty
     */
    public static boolean tracePropagation(String key, String prefix, boolean wanted, FrameCodec codec) {
        if (!wanted) {
            return false;
        }
        if (!FrameCodecs.hasErrorFrames(codec)) {
            String endpoint = prefix.isEmpty() ? "the endpoint" : prefix.substring(0, prefix.length() - 1);
            throw new InvalidSettingException(
                    key,
                    "the headers of a trace take the codec length-header, and " + endpoint + " has another",
                    "Write " + prefix + "codec=length-header, or " + prefix + "trace-propagation=false.");
        }
        if (!ClassUtils.isPresent("tools.jackson.core.json.JsonFactory", null)) {
            throw new InvalidSettingException(
                    key,
                    "the headers of a trace are JSON, which takes Jackson 3",
                    "Add the dependency spring-boot-starter-jackson.");
        }
        return true;
    }

    /**
     * The connections that are kept.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     */
    public static PoolSettings pool(
            String prefix, int maxActive, int maxIdle, @Nullable Duration maxWait, Duration maxIdleTime) {
        if (maxIdle < 0) {
            throw new InvalidSettingException(
                    prefix + "max-idle", maxIdle + " is negative", "Write 0 to keep no connection.");
        }
        return new PoolSettings(
                positive(prefix + "max-active", maxActive),
                maxIdle,
                maxWait == null ? null : positive(prefix + "max-wait", maxWait),
                positive(prefix + "max-idle-time", maxIdleTime));
    }

    /**
     * The file of a socket that is to be bound.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     * @param mode null for the one that the policy leads to
     * @param owner by name or number; null for the process's
     * @param group by name or number; null for the process's
     */
    public static SocketFile file(
            String prefix,
            UnixAddress address,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            boolean refuseUnsafeDirectory,
            PeerPolicy policy) {
        if (address.isAbstract()) {
            refuseForAbstract(prefix + "file-mode", mode);
            refuseForAbstract(prefix + "file-owner", owner);
            refuseForAbstract(prefix + "file-group", group);
        }
        return new SocketFile(
                mode == null ? FileModes.defaultMode(policy) : FileModes.parse(prefix + "file-mode", mode),
                ExpectedIds.owner(prefix + "file-owner", owner),
                ExpectedIds.group(prefix + "file-group", group),
                refuseUnsafeDirectory);
    }

    private static void refuseForAbstract(String key, @Nullable String value) {
        if (value != null) {
            throw new InvalidSettingException(
                    key, "a socket in the abstract namespace has no file", "Remove the key, or write a file path.");
        }
    }
}
