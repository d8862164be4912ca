package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** All quiet connections of an endpoint have one thread, which must not end. */
@Timeout(60)
class IdleThreadTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private InboundConnection quiet(int listener, InboundSettings settings) throws IOException {
        ServerConnectionFactory factory = new ServerConnectionFactory(settings, this.endpoints.deadlines);
        InboundCounters counters = new InboundCounters();
        RequestResponder responder =
                new RequestResponder(settings, request -> OutgoingMessage.of(request.payload()), counters);
        int fd = UnixSockets.accept(listener);
        InboundConnection connection = new InboundConnection(
                fd, factory.identify(fd), settings, factory, responder, counters, this.endpoints.reporter);
        assertThat(connection.serve()).as("quiet").isTrue();
        return connection;
    }

    @Test
    void itOutlivesThatNothingCanBeDoneForOneOfThem() throws Exception {
        Path socket = this.directory.resolve("s");
        InboundSettings settings = TestSettings.at(socket).inbound();
        BlockingQueue<InboundConnection> resumed = new LinkedBlockingQueue<>();
        AtomicBoolean failed = new AtomicBoolean();
        int listener = UnixSockets.open();
        UnixSockets.bind(listener, new UnixAddress(socket.toString()), 0600);
        UnixSockets.listen(listener, 2);
        IdleConnections idle = IdleConnections.start("idle-test", connection -> {
            resumed.add(connection);
            if (failed.compareAndSet(false, true)) {
                throw new OutOfMemoryError("as where another thread has it all");
            }
        });
        try (RawConnection one = RawConnection.to(socket);
                RawConnection other = RawConnection.to(socket)) {
            InboundConnection first = quiet(listener, settings);
            InboundConnection second = quiet(listener, settings);
            idle.add(first);
            idle.add(second);
            one.send((byte) 0);
            assertThat(resumed.poll(20, TimeUnit.SECONDS)).isSameAs(first);
            other.send((byte) 0);
            assertThat(resumed.poll(20, TimeUnit.SECONDS)).isSameAs(second);
            first.close();
            second.close();
        } finally {
            idle.stop();
            UnixSockets.close(listener);
        }
    }
}
