package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnixSocketsTests {

    @TempDir
    Path directory;

    @Test
    void bytesThatCameMakeADescriptorReadableUntilTheyAreRead() throws IOException {
        try (SocketPair pair = SocketPair.at(path())) {
            assertThat(UnixSockets.isReadable(pair.accepted())).isFalse();
            pair.client().write(ByteBuffer.wrap(new byte[3]));
            assertThat(UnixSockets.isReadable(pair.accepted())).isTrue();
            pair.server().read(ByteBuffer.allocate(2));
            assertThat(UnixSockets.isReadable(pair.accepted())).isTrue();
            pair.server().read(ByteBuffer.allocate(2));
            assertThat(UnixSockets.isReadable(pair.accepted())).isFalse();
        }
    }

    @Test
    void theEndOfTheStreamIsReadableToo() throws IOException {
        try (SocketPair pair = SocketPair.at(path())) {
            UnixSockets.shutdown(pair.connected());
            assertThat(UnixSockets.isReadable(pair.accepted())).isTrue();
        }
    }

    @Test
    void outputIsUnreadUntilThePeerHasReadItsLastByte() throws IOException {
        try (SocketPair pair = SocketPair.at(path())) {
            assertThat(UnixSockets.hasUnreadOutput(pair.connected())).isFalse();
            pair.client().write(ByteBuffer.wrap(new byte[3]));
            assertThat(UnixSockets.hasUnreadOutput(pair.connected())).isTrue();
            assertThat(UnixSockets.hasUnreadOutput(pair.accepted())).isFalse();
            pair.server().read(ByteBuffer.allocate(2));
            assertThat(UnixSockets.hasUnreadOutput(pair.connected())).isTrue();
            pair.server().read(ByteBuffer.allocate(2));
            assertThat(UnixSockets.hasUnreadOutput(pair.connected())).isFalse();
        }
    }

    @Test
    void aFullBacklogIsAnErrorAfterTheSendTimeout() throws IOException {
        UnixAddress address = new UnixAddress(path().toString());
        int listening = UnixSockets.open();
        int first = UnixSockets.open();
        int second = UnixSockets.open();
        try {
            UnixSockets.bind(listening, address, 0600);
            UnixSockets.listen(listening, 0);
            UnixSockets.connect(first, address);
            UnixSockets.sendTimeout(second, 20_000);
            long start = System.nanoTime();
            assertErrno(Errno.EAGAIN, () -> UnixSockets.connect(second, address));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(19), Duration.ofSeconds(10));
        } finally {
            UnixSockets.close(second);
            UnixSockets.close(first);
            UnixSockets.close(listening);
        }
    }

    @Test
    void failuresCarryTheirErrorNumber() throws IOException {
        int fd = UnixSockets.open();
        try {
            assertErrno(Errno.ENOENT, () -> UnixSockets.connect(fd, new UnixAddress(path().toString())));
        } finally {
            UnixSockets.close(fd);
        }
        try (FileHandle file = FileHandle.lockFile(path())) {
            assertThat(file.status().isSocket()).isFalse();
            int other = UnixSockets.open();
            try {
                assertErrno(Errno.ECONNREFUSED, () -> UnixSockets.connect(other, new UnixAddress(path().toString())));
                assertErrno(Errno.EADDRINUSE, () -> UnixSockets.bind(other, new UnixAddress(path().toString()), 0600));
            } finally {
                UnixSockets.close(other);
            }
        }
    }

    private static void assertErrno(int errno, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NativeCallException.class, ex -> assertThat(ex.errno())
                .isEqualTo(errno));
    }

    private Path path() {
        return this.directory.resolve("a.sock");
    }
}
