package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SocketStatusTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, 1, true, true", "1, 2, true, false", "1, 5, true, false", "2, 1, false, true", "10, 2, false, false"
    })
    void familyAndTypeAreTold(int family, int type, boolean unix, boolean stream) throws IOException {
        int fd = LibC.socket(family, type | LibC.SOCK_CLOEXEC, 0);
        try {
            SocketStatus status = SocketStatus.of(fd);
            assertThat(status.isUnix()).isEqualTo(unix);
            assertThat(status.isStream()).isEqualTo(stream);
            assertThat(status.isListening()).isFalse();
            assertThat(status.name()).isEmpty();
        } finally {
            UnixSockets.close(fd);
        }
    }

    @Test
    void oneThatListensHasItsPath() throws IOException {
        String path = this.directory + "/Ä";
        assertListens(path);
        assertListens(path + "x".repeat(UnixAddress.MAX_BYTES - path.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void oneInTheAbstractNamespaceHasItsName() throws IOException {
        assertListens("@peercred status " + ProcessHandle.current().pid());
    }

    private static void assertListens(String address) throws IOException {
        int fd = UnixSockets.open();
        try {
            UnixSockets.bind(fd, new UnixAddress(address), 0600);
            assertThat(SocketStatus.of(fd).isListening()).isFalse();
            UnixSockets.listen(fd, 1);
            assertThat(SocketStatus.of(fd)).isEqualTo(new SocketStatus(1, 1, true, false, address));
        } finally {
            UnixSockets.close(fd);
        }
    }

    @Test
    void whatIsNoSocketIsAnError() throws IOException {
        assertErrno(1 << 20, Errno.EBADF);
        int file =
                LibC.open(this.directory.resolve("file").toString(), LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC, 0600);
        try {
            assertErrno(file, Errno.ENOTSOCK);
        } finally {
            UnixSockets.close(file);
        }
    }

    private static void assertErrno(int fd, int errno) {
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> SocketStatus.of(fd))
                .satisfies(ex -> assertThat(ex.errno()).isEqualTo(errno));
    }
}
