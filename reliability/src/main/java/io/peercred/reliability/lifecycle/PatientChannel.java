package io.peercred.reliability.lifecycle;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A socket of the JDK on which nobody waits for ever. */
final class PatientChannel implements Closeable {

    private final SocketChannel channel;

    PatientChannel(Path path) throws IOException {
        this.channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        this.channel.configureBlocking(false);
    }

    void write(byte[] data) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data);
        long end = end();
        while (buffer.hasRemaining()) {
            if (this.channel.write(buffer) == 0) {
                pause(end);
            }
        }
    }

    /** As many bytes, fewer only at the end, which may be a reset. */
    byte[] read(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        long end = end();
        try {
            while (buffer.hasRemaining()) {
                int read = this.channel.read(buffer);
                if (read < 0) {
                    break;
                }
                if (read == 0) {
                    pause(end);
                }
            }
        } catch (SocketException ex) {
            // The end, where the server had not read everything.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static long end() {
        return System.nanoTime() + Waiting.PATIENCE.toNanos();
    }

    private static void pause(long end) {
        Violation.unless(System.nanoTime() - end < 0, "nothing happens on a connection");
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
