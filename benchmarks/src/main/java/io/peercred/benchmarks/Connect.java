package io.peercred.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/**
 * Connect, exchange 64 bytes, close: by the calls that the product makes, with each side verifying the other by its
 * code, or with nobody asking. The product has no such switch.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class Connect {

    private static final int SIZE = 64;

    @Param({"false", "true"})
    public boolean verified;

    private final ByteBuffer payload = ByteBuffer.allocateDirect(SIZE);
    private Scratch scratch;
    private UnixAddress address;
    private int server;
    private Verification ofServer;
    private Verification ofClient;

    @Setup(Level.Trial)
    public void start() throws IOException {
        this.scratch = Scratch.create();
        Path path = this.scratch.directory().resolve("echo.sock");
        this.ofServer = new Verification(Direction.OUTBOUND, path);
        this.ofClient = new Verification(Direction.INBOUND, path);
        this.address = new UnixAddress(path.toString());
        this.server = UnixSockets.open();
        UnixSockets.bind(this.server, this.address, 0600);
        UnixSockets.listen(this.server, 128);
        Threads.start("connect-echo", this::serve);
    }

    /** One connection after the other, as there is one client. */
    private void serve() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
        while (true) {
            int fd = UnixSockets.accept(this.server);
            if (this.verified) {
                this.ofClient.verify(fd);
            }
            try (AFUNIXSocketChannel channel = channel(fd)) {
                fill(channel, buffer.clear());
                channel.write(buffer.flip());
            } finally {
                UnixSockets.close(fd);
            }
        }
    }

    /** Leaves closing the descriptor to its owner, as the product does. */
    private static AFUNIXSocketChannel channel(int fd) throws IOException {
        return FileDescriptorCast.unsafeUsing(fd).as(AFUNIXSocketChannel.class);
    }

    private static void fill(AFUNIXSocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("refused");
            }
        }
    }

    @Setup(Level.Iteration)
    public void take() throws Exception {
        Turn.take();
    }

    @TearDown(Level.Iteration)
    public void give() throws Exception {
        Turn.give();
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        UnixSockets.shutdown(this.server);
        this.scratch.close();
    }

    @Benchmark
    public int exchange() throws IOException {
        int fd = UnixSockets.open();
        UnixSockets.connect(fd, this.address);
        if (this.verified) {
            this.ofServer.verify(fd);
        }
        try (AFUNIXSocketChannel channel = channel(fd)) {
            channel.write(this.payload.clear());
            fill(channel, this.payload.clear());
            return this.payload.position();
        } finally {
            UnixSockets.close(fd);
        }
    }
}
