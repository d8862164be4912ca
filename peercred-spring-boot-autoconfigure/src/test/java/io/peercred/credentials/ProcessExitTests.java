package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Being told that a peer's process has exited; by one thread, which is there only while somebody waits. */
@Timeout(60)
class ProcessExitTests {

    private static final String THREAD = "peercred-exits";

    /** Children that connect, say so, and exit when they are told, in their order. */
    private static final String CONNECT_MANY = """
            pipes = []
            for i in range(int(argv[1])):
                r, w = os.pipe()
                if os.fork() == 0:
                    s = connect(argv[0]); os.close(w)
                    for p in pipes: os.close(p)
                    os.read(r, 1); os._exit(0)
                os.close(r); pipes.append(w)
            say('up')
            for p in pipes:
                hear(); os.close(p); os.wait()
            hear()
            """;

    @TempDir
    Path directory;

    @AutoClose
    RawListener listener;

    @BeforeEach
    void listen() throws IOException {
        Needs.pinning();
        this.listener = RawListener.at(this.directory.resolve("s"));
    }

    private Peer connect(int count) {
        Peer peer = Peer.python(CONNECT_MANY, this.directory.resolve("s"), count);
        assertThat(peer.line()).isEqualTo("up");
        return peer;
    }

    private List<PeerPin> pin(int count) throws IOException {
        List<PeerPin> pins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pins.add(this.listener.pinNext());
        }
        return pins;
    }

    private static void close(List<PeerPin> pins) throws IOException {
        for (PeerPin each : pins) {
            each.close();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .count();
    }

    private static void awaitNoThread() {
        Awaitility.await("no thread waits").atMost(Duration.ofSeconds(10)).until(() -> threads() == 0);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void eachIsToldOfByItsOwnExit() throws Exception {
        try (Peer peer = connect(5)) {
            List<PeerPin> pins = pin(5);
            List<CompletableFuture<Void>> exits = new ArrayList<>();
            for (PeerPin each : pins) {
                exits.add(each.process().onExit());
            }
            assertThat(threads()).isEqualTo(1);
            for (int i = 0; i < 5; i++) {
                assertThat(exits).filteredOn(CompletableFuture::isDone).hasSize(i);
                peer.say("next");
                Awaitility.await().until(() -> exits.stream().anyMatch(CompletableFuture::isDone));
                int gone = i + 1;
                Awaitility.await()
                        .until(() ->
                                exits.stream().filter(CompletableFuture::isDone).count() == gone);
            }
            assertThat(exits).allSatisfy(exit -> assertThat(exit).isCompleted());
            awaitNoThread();
            close(pins);
        }
    }

    @Test
    void whoTakesHisTimeOverOneExitHoldsUpNoOther() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(2);
        try (Peer peer = connect(2)) {
            List<PeerPin> pins = pin(2);
            for (PeerPin each : pins) {
                each.process().onExit().thenRun(() -> {
                    blocked.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            peer.say("next");
            peer.say("next");
            for (PeerPin each : pins) {
                each.exit().get(10, TimeUnit.SECONDS);
            }
            awaitNoThread();
            released.countDown();
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            close(pins);
        }
    }

    @Test
    void theEndOfTheConnectionCancelsTheWait() throws Exception {
        try (Peer peer = connect(2)) {
            List<PeerPin> pins = pin(2);
            CompletableFuture<Void> first = pins.get(0).process().onExit();
            CompletableFuture<Void> second = pins.get(1).process().onExit();
            pins.get(0).close();
            Awaitility.await().until(first::isCancelled);
            assertThat(second).isNotDone();
            pins.get(1).close();
            Awaitility.await().until(second::isCancelled);
            awaitNoThread();
            assertThat(peer.isAlive()).isTrue();
        }
    }

    @Test
    void oneWhoIsAskedAgainIsWatchedOnce() throws Exception {
        try (Peer peer = connect(1)) {
            PeerPin pin = pin(1).get(0);
            CompletableFuture<Void> first = pin.process().onExit();
            CompletableFuture<Void> second = pin.process().onExit();
            assertThat(second).isNotSameAs(first);
            first.complete(null);
            assertThat(second).as("of its own").isNotDone();
            peer.say("next");
            second.get(10, TimeUnit.SECONDS);
            pin.process().onExit().get(10, TimeUnit.SECONDS);
            pin.close();
        }
    }

    @Test
    void nothingIsLeftOpenByHundreds() throws Exception {
        int rounds = 300;
        long before = descriptors();
        for (int i = 0; i < 3; i++) {
            try (Peer peer = Peer.python("""
                    import threading
                    for i in range(int(argv[1])):
                        s = connect(argv[0]); hear() if i % 10 == 9 else None; s.close()
                    """, this.directory.resolve("s"), rounds / 3)) {
                for (int j = 0; j < rounds / 3; j++) {
                    try (PeerPin pin = this.listener.pinNext()) {
                        pin.process().onExit();
                        pin.process().executable();
                    }
                    if (j % 10 == 9) {
                        peer.say("next");
                    }
                }
                assertThat(peer.exitCode()).isZero();
            }
        }
        awaitNoThread();
        Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 20));
    }
}
