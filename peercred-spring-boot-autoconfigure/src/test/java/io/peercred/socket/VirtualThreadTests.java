package io.peercred.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.FullBacklog;
import io.peercred.connection.Resources;

import static org.assertj.core.api.Assertions.assertThat;

/** Virtual threads that wait hold up no others, and one that is interrupted closes its socket, as with the JDK's. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

    @TempDir
    Path directory;

    /** By reflection: the class files are of Java 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private VerifiedSocketFactory factory() {
        return new VerifiedSocketFactory("path=" + this.directory.resolve("s") + ";expected-uid=self");
    }

    private ServerSocket listen() throws IOException {
        return new VerifiedServerSocketFactory("path=" + this.directory.resolve("s") + ";expected-uid=self")
                .createServerSocket(0);
    }

    @Test
    void manyMoreThanProcessorsReadAtOnce() throws Exception {
        int readers = 40;
        CountDownLatch connected = new CountDownLatch(readers);
        ExecutorService threads = virtualThreads();
        try (ServerSocket server = listen()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                answers.add(threads.submit(() -> {
                    try (Socket socket = factory().createSocket("localhost", 1)) {
                        socket.getOutputStream().write("hello".getBytes());
                        connected.countDown();
                        return new String(socket.getInputStream().readNBytes(5));
                    }
                }));
            }
            Future<Integer> served = threads.submit(() -> {
                List<Socket> all = new ArrayList<>();
                for (int i = 0; i < readers; i++) {
                    all.add(server.accept());
                }
                connected.await();
                for (int i = readers - 1; i >= 0; i--) { // Whoever came last is served first.
                    byte[] question = all.get(i).getInputStream().readNBytes(5);
                    all.get(i).getOutputStream().write(question);
                    all.get(i).close();
                }
                return all.size();
            });
            for (Future<String> each : answers) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
            }
            assertThat(served.get(30, TimeUnit.SECONDS)).isEqualTo(readers);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aReadThatTimesOutCanBeRepeated() throws Exception {
        ExecutorService threads = virtualThreads();
        try (ConnectedPair pair = new ConnectedPair(this.directory.resolve("s"))) {
            pair.socket.setSoTimeout(100);
            Future<Integer> reading = threads.submit(() -> {
                try {
                    return pair.socket.getInputStream().read();
                } catch (SocketTimeoutException ex) {
                    pair.say("x");
                    return pair.socket.getInputStream().read();
                }
            });
            assertThat(reading.get(10, TimeUnit.SECONDS)).isEqualTo('x');
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a thread came to that was interrupted while it waited. */
    private static Throwable interrupted(WaitingCall call) throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        ExecutorService threads = virtualThreads();
        try {
            Future<Throwable> outcome = threads.submit(() -> {
                thread.set(Thread.currentThread());
                try {
                    call.run();
                    return new AssertionError("it came to an end");
                } catch (IOException ex) {
                    return ex;
                }
            });
            Awaitility.await("a call that waits")
                    .until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
            thread.get().interrupt();
            return outcome.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    private interface WaitingCall {
        void run() throws IOException;
    }

    @Test
    void anInterruptionWhileReadingClosesTheSocket() throws Exception {
        try (ConnectedPair pair = new ConnectedPair(this.directory.resolve("s"))) {
            assertThat(interrupted(() -> pair.socket.getInputStream().read()))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Closed by interrupt");
            assertThat(pair.peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void anInterruptionWhileAcceptingClosesTheListener() throws Exception {
        try (ServerSocket server = listen()) {
            assertThat(interrupted(server::accept))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Closed by interrupt");
            assertThat(this.directory.resolve("s")).doesNotExist();
        }
    }

    @Test
    void anInterruptionWhileConnectingLeavesNothingBehind() throws Exception {
        try (FullBacklog full = new FullBacklog(this.directory.resolve("s"))) {
            long sockets = Resources.sockets();
            assertThat(interrupted(() -> factory().createSocket("localhost", 1)))
                    .isInstanceOf(IOException.class);
            Resources.awaitSockets(sockets);
        }
    }
}
