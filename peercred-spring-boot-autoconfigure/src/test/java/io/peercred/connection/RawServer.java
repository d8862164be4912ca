package io.peercred.connection;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server by the JDK's channels that does to each connection, one at a time, what its test says. */
final class RawServer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "raw-server");

    /** What is done to a connection; it is closed afterwards. */
    interface Script {
        void run(RawConnection connection) throws Exception;
    }

    RawServer(Path path, int backlog, Script script) throws IOException {
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        this.listener.bind(UnixDomainSocketAddress.of(path), backlog);
        this.script = script;
        this.thread.start();
    }

    RawServer(Path path, Script script) throws IOException {
        this(path, 50, script);
    }

    /** How many connections were accepted. */
    int connections() {
        return this.connections.get();
    }

    private void run() {
        while (true) {
            try (RawConnection connection = new RawConnection(this.listener.accept())) {
                this.connections.incrementAndGet();
                this.script.run(connection);
            } catch (ClosedChannelException | InterruptedException ex) {
                return;
            } catch (Exception ex) {
                this.failures.add(ex);
            }
        }
    }

    /** Ends it; fails if a script has failed. */
    @Override
    public void close() throws Exception {
        this.listener.close();
        this.thread.interrupt();
        this.thread.join(10_000);
        if (!this.failures.isEmpty()) {
            throw new AssertionError("the script failed", this.failures.get(0));
        }
    }
}
