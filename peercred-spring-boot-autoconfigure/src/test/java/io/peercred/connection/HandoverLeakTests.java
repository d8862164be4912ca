package io.peercred.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.platform.SocketStatus;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The listener is in this process, in the children that it was handed to, and nowhere else, however many there were. */
@Timeout(120)
class HandoverLeakTests {

    private static final int ROUNDS = 200;

    @TempDir
    Path directory;

    @AutoClose
    SocketActivator activator;

    @AutoClose("shutdownNow")
    final ExecutorService executor = Executors.newFixedThreadPool(4);

    @BeforeEach
    void bind() throws IOException {
        this.activator =
                SocketActivator.at(this.directory.resolve("s").toString()).bind();
    }

    private void run(Handover handover) throws IOException {
        Process child = this.activator.start(new ProcessBuilder("true"), handover);
        assertThat(child.onExit().join().exitValue()).isZero();
        child.getInputStream().close();
        child.getErrorStream().close();
    }

    @ParameterizedTest
    @EnumSource
    void childrenLeaveNoDescriptor(Handover handover) throws IOException {
        run(handover);
        long sockets = Resources.sockets();
        long before = Resources.descriptors();
        for (int i = 0; i < ROUNDS; i++) {
            run(handover);
        }
        assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
        assertThat(Resources.descriptors()).isLessThan(before + ROUNDS / 10);
    }

    @ParameterizedTest
    @EnumSource
    void childrenThatCannotBeStartedLeaveNoDescriptorEither(Handover handover) {
        long sockets = Resources.sockets();
        for (int i = 0; i < ROUNDS; i++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> this.activator.start(new ProcessBuilder("no-such-program"), handover));
            // Refused by the JDK itself, when the descriptor is there already.
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> this.activator.start(new ProcessBuilder("true", "\0"), handover));
        }
        assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
    }

    /** A Redirect that nobody holds any more must not end what its descriptor's number stands for by then. */
    @Test
    void theGarbageCollectorClosesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            run(Handover.STANDARD_INPUT);
            System.gc();
        }
        try (TestClient client = new TestClient(Path.of(this.activator.path()))) {
            assertThat(client.channel().isConnected()).isTrue();
        }
    }

    @Test
    void itIsCloseOnExecBeforeAndAfterAChildGotIt() throws IOException {
        assertThat(inheritableListeners()).isEmpty();
        run(Handover.STANDARD_INPUT);
        run(Handover.LISTEN_FDS);
        assertThat(inheritableListeners()).isEmpty();
    }

    /** Descriptors of the listener that a program would get that is not started by the JDK, which closes them itself. */
    private List<Integer> inheritableListeners() throws IOException {
        List<Integer> listeners = listeners();
        assertThat(listeners).hasSize(1);
        return listeners.stream().filter(HandoverLeakTests::isInheritable).toList();
    }

    private List<Integer> listeners() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(each -> Integer.valueOf(each.getFileName().toString()))
                    .filter(this::isListener)
                    .toList();
        }
    }

    private boolean isListener(int fd) {
        try {
            return SocketStatus.of(fd).isListening()
                    && SocketStatus.of(fd).name().equals(this.activator.path());
        } catch (IOException ex) {
            return false; // No socket.
        }
    }

    private static boolean isInheritable(int fd) {
        try {
            String flags = Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(fd))).stream()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();
            return (Integer.parseInt(flags.substring(6).strip(), 8) & 02000000) == 0;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** While children with the listener are started all the time. */
    @Test
    void noOtherChildInheritsIt() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> starts = CompletableFuture.runAsync(() -> {
            try {
                while (!ended.get()) {
                    run(Handover.LISTEN_FDS);
                }
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
        for (int i = 0; i < 50; i++) {
            Process other = Runtime.getRuntime().exec(new String[] {"ls", "-l", "/proc/self/fd"});
            assertThat(new String(other.getInputStream().readAllBytes()))
                    .contains("pipe:")
                    .doesNotContain("socket:");
        }
        ended.set(true);
        starts.get();
    }

    @ParameterizedTest
    @EnumSource
    void startedWhileItIsBeingClosedAChildHasTheListenerOrIsNotStarted(Handover handover) throws Exception {
        String fd = handover == Handover.LISTEN_FDS ? "3" : "0";
        for (int i = 0; i < 10; i++) {
            SocketActivator closing =
                    SocketActivator.at(this.directory.resolve("c").toString()).bind();
            List<CompletableFuture<String>> starts = IntStream.range(0, 4)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> passed(closing, handover, fd), this.executor))
                    .toList();
            if (i > 0) { // After some of them, in most rounds.
                starts.get(i % 4).join();
            }
            closing.close();
            for (CompletableFuture<String> each : starts) {
                assertThat(each.join()).isIn("closed", "socket");
            }
        }
    }

    /** What kind of file a child has got by that number. */
    private static String passed(SocketActivator activator, Handover handover, String fd) {
        try {
            Process child =
                    activator.start(new ProcessBuilder("stat", "-L", "-c", "%F", "/proc/self/fd/" + fd), handover);
            String kind = new String(child.getInputStream().readAllBytes()).strip();
            child.onExit().join(); // Until then it listens, too.
            return kind;
        } catch (ClosedChannelException ex) {
            return "closed";
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
