package io.peercred.connection;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.connection.InheritedSocketException.Reason;
import io.peercred.platform.SocketStatus;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What kind of descriptor is taken for a socket to listen at. */
class InheritedSocketTests {

    @TempDir
    Path directory;

    private static void assertRefused(Reason reason, int fd, String words) {
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> InheritedSocket.of("clock", fd))
                .withMessageContainingAll("'clock'", "descriptor " + fd, words)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason))
                .satisfies(ex -> assertThat(ex.endpoint()).isEqualTo("clock"));
    }

    @Test
    void aUnixStreamSocketThatListensIsTaken() throws Exception {
        Path path = this.directory.resolve("s");
        try (SocketPair pair = SocketPair.at(path)) {
            assertThat(InheritedSocket.of("clock", pair.listening()))
                    .isEqualTo(new InheritedSocket(pair.listening(), path.toString()));
            assertThat(InheritedSocket.inspect("clock", pair.listening(), "it"))
                    .isEqualTo(SocketStatus.of(pair.listening()));
        }
    }

    @Test
    void aConnectionIsNone() throws Exception {
        try (SocketPair pair = SocketPair.at(this.directory.resolve("s"))) {
            assertRefused(Reason.NOT_A_LISTENER, pair.accepted(), "does not listen: it is a connection");
        }
    }

    @Test
    void oneThatIsOnlyBoundIsNone() throws Exception {
        int bound = UnixSockets.open();
        try {
            UnixSockets.bind(bound, new UnixAddress(this.directory.resolve("s").toString()), 0600);
            assertRefused(Reason.NOT_A_LISTENER, bound, "or only bound");
        } finally {
            UnixSockets.close(bound);
        }
    }

    @Test
    void oneThatWasShutDownIsNone() throws Exception {
        try (SocketPair pair = SocketPair.at(this.directory.resolve("s"))) {
            UnixSockets.shutdown(pair.listening());
            assertRefused(Reason.NOT_A_LISTENER, pair.listening(), "was shut down by a process that held it");
        }
    }

    @Test
    void whatIsNoSocketIsNone() throws IOException {
        try (FileInputStream file = new FileInputStream("/dev/null")) {
            assertRefused(
                    Reason.NOT_A_LISTENER,
                    FileDescriptorCast.using(file.getFD()).as(Integer.class),
                    "is not a socket");
        }
    }

    @Test
    void whatIsNotOpenIsMissing() {
        assertRefused(Reason.MISSING, 1 << 20, "is not open");
    }
}
