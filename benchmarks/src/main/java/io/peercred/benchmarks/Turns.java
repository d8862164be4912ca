package io.peercred.benchmarks;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Gives the {@link Turn}s of processes that are compared, in a circle, from when all of them are warm. */
final class Turns implements AutoCloseable {

    static final String PROPERTY = "benchmarks.turns";

    private static final long READY_SECONDS = 300;

    private final Path socket;
    private final ServerSocketChannel server;
    private final Semaphore turn = new Semaphore(1, true);
    private final CountDownLatch ready;

    Turns(Path socket, int processes) throws IOException {
        this.socket = socket;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        this.ready = new CountDownLatch(processes);
        Threads.start("turns", () -> {
            while (true) {
                SocketChannel process = this.server.accept();
                Threads.start("turns-of-one", () -> serve(process));
            }
        });
    }

    Path socket() {
        return this.socket;
    }

    private void serve(SocketChannel process) throws IOException {
        try (process) {
            boolean measures = false;
            for (int wish = hear(process); wish >= 0; wish = hear(process)) {
                if (wish == Turn.MEASURE && !measures) {
                    measures = true;
                    this.ready.countDown();
                    if (!this.ready.await(READY_SECONDS, TimeUnit.SECONDS)) {
                        return; // One of them has not started; the end of the stream says so to the others.
                    }
                }
                this.turn.acquire();
                try {
                    process.write(ByteBuffer.allocate(1));
                    hear(process);
                } finally {
                    this.turn.release();
                }
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the byte, or -1 at the end of the stream. */
    private static int hear(SocketChannel process) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return process.read(one) < 0 ? -1 : one.get(0);
    }

    @Override
    public void close() throws IOException {
        this.server.close();
    }
}
