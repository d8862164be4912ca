package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.ListeningSockets.Listening;
import io.peercred.testing.RawListener;

import static org.assertj.core.api.Assertions.assertThat;

class ListeningSocketsTests {

    private static final String TABLE = """
            Num       RefCount Protocol Flags    Type St Inode Path
            0000000000000000: 00000002 00000000 00010000 0001 01 11 /run/a b.sock
            0000000000000000: 00000003 00000000 00000000 0001 03 12 /run/a b.sock
            0000000000000000: 00000002 00000000 00010000 0005 01 13 /run/packets
            0000000000000000: 00000002 00000000 00000000 0001 01 14 /run/bound
            0000000000000000: 00000002 00000000 00010000 0001 01 15 /run/twice
            0000000000000000: 00000002 00000000 00000000 0001 01 16 /run/twice
            0000000000000000: 00000002 00000000 00010000 0001 01 17 @name
            0000000000000000: 00000003 00000000 00000000 0001 03 18
            """;

    @Test
    void aListenerIsKnownByTheWholeNameThatItBound() {
        assertThat(ListeningSockets.in(TABLE, "/run/a b.sock")).isEqualTo(Listening.YES);
        assertThat(ListeningSockets.in(TABLE, "@name")).isEqualTo(Listening.YES);
        assertThat(ListeningSockets.in(TABLE, "/run/a")).isEqualTo(Listening.UNKNOWN);
        assertThat(ListeningSockets.in(TABLE, "")).isEqualTo(Listening.UNKNOWN);
    }

    @Test
    void whatDoesNotListenIsNoListener() {
        assertThat(ListeningSockets.in(TABLE, "/run/packets")).isEqualTo(Listening.MIXED);
        assertThat(ListeningSockets.in(TABLE, "/run/bound")).isEqualTo(Listening.MIXED);
        assertThat(ListeningSockets.in(TABLE, "/run/twice")).isEqualTo(Listening.MIXED);
    }

    @Test
    void aNameThatLooksLikeALineOfTheTableDoesNotMakeItUnreadable() {
        String forged = TABLE + "0000000000000000: 00000002 00000000 00010000 0001 01 19 @x\n"
                + "0: 1 0 no-flags 0001 01 1 /run/forged\n";
        assertThat(ListeningSockets.in(forged, "/run/forged")).isEqualTo(Listening.MIXED);
        assertThat(ListeningSockets.in(forged, "@name")).isEqualTo(Listening.YES);
    }

    @Test
    void aCarriageReturnInANameEndsNoLine() {
        String table = TABLE + "0000000000000000: 00000002 00000000 00010000 0001 01 19 @x\r"
                + "0000000000000000: 00000002 00000000 00010000 0001 01 20 /run/forged\n";
        assertThat(ListeningSockets.in(table, "/run/forged")).isEqualTo(Listening.UNKNOWN);
    }

    @Test
    void theSystemsTableKnowsARealOne(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s.sock");
        assertThat(ListeningSockets.at(socket.toString())).isEqualTo(Listening.UNKNOWN);
        try (RawListener listener = RawListener.at(socket)) {
            assertThat(listener).isNotNull();
            assertThat(ListeningSockets.at(socket.toString())).isEqualTo(Listening.YES);
        }
    }
}
