package io.peercred.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.VerifiedStream;
import io.peercred.platform.StreamSockets;
import io.peercred.platform.UnixSockets;

/**
 * The options of a socket: what a Unix socket has is set on it, and what only TCP has is remembered, since libraries set
 * it and some ask for it again.
 */
final class OptionValues {

    /** Those of {@link SocketOptions} that change nothing. */
    private static final Set<Integer> REMEMBERED = Set.of(
            SocketOptions.TCP_NODELAY,
            SocketOptions.SO_KEEPALIVE,
            SocketOptions.SO_LINGER,
            SocketOptions.SO_REUSEADDR,
            SocketOptions.SO_REUSEPORT,
            SocketOptions.SO_OOBINLINE,
            SocketOptions.IP_TOS);

    private static final Map<SocketOption<?>, Integer> BY_NAME = Map.of(
            StandardSocketOptions.SO_SNDBUF, SocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_RCVBUF, SocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_KEEPALIVE, SocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER, SocketOptions.SO_LINGER,
            StandardSocketOptions.SO_REUSEADDR, SocketOptions.SO_REUSEADDR,
            StandardSocketOptions.TCP_NODELAY, SocketOptions.TCP_NODELAY);

    private final Map<Integer, Object> values = new ConcurrentHashMap<>();

    static Set<SocketOption<?>> supported() {
        return BY_NAME.keySet();
    }

    /** The number of an option that has a name. */
    static int known(SocketOption<?> name) {
        Integer option = BY_NAME.get(name);
        if (option == null) {
            throw new UnsupportedOperationException("'" + name + "' is not supported by a Unix socket");
        }
        return option;
    }

    /** Sets one; on the stream, too, if there is one already. */
    void set(int option, Object value, @Nullable VerifiedStream stream) throws SocketException {
        switch (option) {
            case SocketOptions.SO_TIMEOUT, SocketOptions.SO_SNDBUF, SocketOptions.SO_RCVBUF -> {
                if (stream != null) {
                    apply(option, (Integer) value, stream);
                }
            }
            default -> {
                if (!REMEMBERED.contains(option)) {
                    throw new SocketException("A Unix socket has no option " + option);
                }
            }
        }
        boolean noLinger = option == SocketOptions.SO_LINGER && Boolean.FALSE.equals(value);
        this.values.put(option, noLinger ? -1 : value);
    }

    /** Sets on a stream what was set before there was one. */
    void applyTo(VerifiedStream stream) throws SocketException {
        for (int option : new int[] {SocketOptions.SO_TIMEOUT, SocketOptions.SO_SNDBUF, SocketOptions.SO_RCVBUF}) {
            if (this.values.get(option) instanceof Integer value) {
                apply(option, value, stream);
            }
        }
    }

    private static void apply(int option, int value, VerifiedStream stream) throws SocketException {
        try {
            switch (option) {
                case SocketOptions.SO_TIMEOUT -> stream.receiveTimeout(value);
                case SocketOptions.SO_SNDBUF -> stream.sendBuffer(value);
                default -> stream.receiveBuffer(value);
            }
        } catch (IOException ex) {
            throw failure(ex);
        }
    }

    /** The value of one; the kernel's own where it has one. */
    Object get(int option, @Nullable VerifiedStream stream) throws SocketException {
        return switch (option) {
            case SocketOptions.SO_BINDADDR -> anyAddress();
            case SocketOptions.SO_SNDBUF, SocketOptions.SO_RCVBUF -> bufferSize(option, stream);
            case SocketOptions.SO_TIMEOUT, SocketOptions.IP_TOS -> this.values.getOrDefault(option, 0);
            case SocketOptions.SO_LINGER -> this.values.getOrDefault(option, -1);
            default -> {
                if (!REMEMBERED.contains(option)) {
                    throw new SocketException("A Unix socket has no option " + option);
                }
                yield this.values.getOrDefault(option, false);
            }
        };
    }

    private static InetAddress anyAddress() throws SocketException {
        return PathAddress.of("");
    }

    private Object bufferSize(int option, @Nullable VerifiedStream stream) throws SocketException {
        boolean send = option == SocketOptions.SO_SNDBUF;
        try {
            if (stream != null) {
                return send ? stream.sendBuffer() : stream.receiveBuffer();
            }
            Object asked = this.values.get(option);
            return asked != null ? asked : ofNewSocket(send);
        } catch (IOException ex) {
            throw failure(ex);
        }
    }

    /** What the kernel gives a socket for which nothing was asked. */
    private static int ofNewSocket(boolean send) throws IOException {
        int fd = UnixSockets.open();
        try {
            return send ? StreamSockets.sendBuffer(fd) : StreamSockets.receiveBuffer(fd);
        } finally {
            UnixSockets.close(fd);
        }
    }

    private static SocketException failure(IOException ex) {
        if (ex instanceof SocketException failure) {
            return failure;
        }
        SocketException failure = new SocketException(ex.getMessage());
        failure.initCause(ex);
        return failure;
    }
}
