package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;

/** Waits for many descriptors at once; tells each once, by its whole key. */
@Timeout(20)
class EpollTests {

    private static final long LARGE = 0x0123_4567_89AB_CDEFL;

    @TempDir
    Path directory;

    @AutoClose
    Epoll epoll;

    @AutoClose
    SocketPair one;

    @AutoClose
    SocketPair two;

    private final long[] keys = new long[8];

    @BeforeEach
    void open() throws IOException {
        this.epoll = Epoll.open(8);
        this.one = SocketPair.at(this.directory.resolve("1"));
        this.two = SocketPair.at(this.directory.resolve("2"));
    }

    private static void write(SocketPair pair) throws IOException {
        pair.client().write(ByteBuffer.wrap(new byte[1]));
    }

    private void assertNext(long key) throws IOException {
        assertThat(this.epoll.await(this.keys)).isEqualTo(1);
        assertThat(this.keys[0]).isEqualTo(key);
    }

    @Test
    void tellsWhatHasComeOnceUntilItIsRearmed() throws IOException {
        this.epoll.add(this.one.accepted(), 1);
        this.epoll.add(this.two.accepted(), LARGE);
        write(this.two);
        assertNext(LARGE);
        write(this.one);
        assertNext(1);
        this.epoll.rearm(this.two.accepted(), -LARGE);
        assertNext(-LARGE);
    }

    @Test
    void tellsSeveralAtOnce() throws IOException {
        this.epoll.add(this.one.accepted(), LARGE);
        this.epoll.add(this.two.accepted(), LARGE + 1);
        write(this.one);
        write(this.two);
        assertThat(this.epoll.await(this.keys)).isEqualTo(2);
        assertThat(this.keys).contains(LARGE, LARGE + 1);
    }

    @Test
    void thePeersEndIsToldToo() throws IOException {
        this.epoll.add(this.one.accepted(), 7);
        UnixSockets.shutdown(this.one.connected());
        assertNext(7);
    }

    @Test
    void wakingEndsTheWait() throws Exception {
        CompletableFuture<Long> woken = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                this.epoll.await(this.keys);
                woken.complete(this.keys[0]);
            } catch (IOException ex) {
                woken.completeExceptionally(ex);
            }
        });
        waiter.start();
        this.epoll.wake();
        assertThat(woken.get(10, TimeUnit.SECONDS)).isEqualTo(Epoll.WOKEN);
        waiter.join();
    }
}
