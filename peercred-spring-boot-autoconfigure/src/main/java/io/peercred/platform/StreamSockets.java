package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of stream sockets by their descriptors. A thread's interruption changes nothing here. {@link
 * NativeCallException} where a call fails, such as {@link Errno#EAGAIN} after {@link UnixSockets#receiveTimeout}.
 */
public final class StreamSockets {

    private StreamSockets() {}

    /**
     * Reads once.
     *
     * @param target direct; filled from its beginning to its limit at most
     * @return how many bytes; 0 at the end of the stream
     */
    public static int receive(int fd, ByteBuffer target) throws IOException {
        return NativeCall.run("recv", () -> (int) LibC.recv(fd, target, target.limit(), 0));
    }

    /**
     * Writes once; no signal tells of a peer that has gone.
     *
     * @param source direct; taken from its beginning to its limit at most
     * @return how many bytes
     */
    public static int send(int fd, ByteBuffer source) throws IOException {
        return NativeCall.run("send", () -> (int) LibC.send(fd, source, source.limit(), LibC.MSG_NOSIGNAL));
    }

    /**
     * Writes once, without waiting for room.
     *
     * @param source direct; taken from its beginning to its limit at most
     * @return how many bytes; 0 where there is no room
     */
    public static int sendAtOnce(int fd, ByteBuffer source) throws IOException {
        try {
            return NativeCall.run(
                    "send", () -> (int) LibC.send(fd, source, source.limit(), LibC.MSG_NOSIGNAL | LibC.MSG_DONTWAIT));
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.EAGAIN) {
                return 0;
            }
            throw ex;
        }
    }

    /** Writes no more: the peer reads the end of the stream. */
    public static void shutdownOutput(int fd) throws IOException {
        NativeCall.run("shutdown", () -> LibC.shutdown(fd, LibC.SHUT_WR));
    }

    /** The size of the send buffer (SO_SNDBUF) as it was asked for: the kernel doubles it for its own needs. */
    public static int sendBuffer(int fd) throws IOException {
        return UnixSockets.number("SO_SNDBUF", fd, LibC.SO_SNDBUF) / 2;
    }

    /** Asks for a size of the send buffer (SO_SNDBUF); the kernel has a least and a largest. */
    public static void sendBuffer(int fd, int bytes) throws IOException {
        UnixSockets.number("setsockopt SO_SNDBUF", fd, LibC.SO_SNDBUF, bytes);
    }

    /** The size of the receive buffer (SO_RCVBUF) as it was asked for. */
    public static int receiveBuffer(int fd) throws IOException {
        return UnixSockets.number("SO_RCVBUF", fd, LibC.SO_RCVBUF) / 2;
    }

    /** Asks for a size of the receive buffer (SO_RCVBUF). */
    public static void receiveBuffer(int fd, int bytes) throws IOException {
        UnixSockets.number("setsockopt SO_RCVBUF", fd, LibC.SO_RCVBUF, bytes);
    }
}
