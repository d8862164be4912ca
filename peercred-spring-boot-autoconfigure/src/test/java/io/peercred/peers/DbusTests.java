package io.peercred.peers;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.NativeSupport;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The message bus asks the kernel who we are, and believes no other claim. */
class DbusTests {

    @TempDir
    Path directory;

    @Test
    void theBusBelievesOurOwnUidOnly() {
        Path path = this.directory.resolve("bus");
        try (Peer bus = start(path)) {
            String guid = bus.line().replaceAll(".*guid=([0-9a-f]+).*", "$1");
            CallingApplication.calling(path, "peercred.expected-uid=self", template -> {
                assertThat(authenticate(template, NativeSupport.effectiveUid())).isEqualTo("OK " + guid);
                assertThat(authenticate(template, NativeSupport.effectiveUid() + 1))
                        .startsWith("REJECTED")
                        .contains("EXTERNAL");
            });
        }
    }

    @Test
    void aBusOfAnUnexpectedUserIsRejected(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        Path path = this.directory.resolve("bus");
        try (Peer bus = start(path)) {
            assertThat(bus.line()).contains(path.toString());
            long stranger = NativeSupport.effectiveUid() + 1;
            CallingApplication.calling(path, "peercred.expected-uid=" + stranger, template -> assertThatExceptionOfType(
                            PeerRejectedException.class)
                    .isThrownBy(() -> authenticate(template, stranger))
                    .satisfies(ex -> assertThat(ex.peer().pid()).isEqualTo(bus.pid())));
        }
    }

    private static String authenticate(VerifiedSocketTemplate template, long uid) {
        String claim = HexFormat.of().formatHex(Long.toString(uid).getBytes(StandardCharsets.US_ASCII));
        return template.execute("peer", connection -> {
            connection.write(
                    ByteBuffer.wrap(("\0AUTH EXTERNAL " + claim + "\r\n").getBytes(StandardCharsets.US_ASCII)));
            return new BufferedReader(new InputStreamReader(connection.inputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        });
    }

    private static Peer start(Path path) {
        return Peer.start(List.of(
                Needs.program("dbus-daemon", "dbus-daemon").toString(),
                "--session",
                "--nofork",
                "--address=unix:path=" + path,
                "--print-address=1"));
    }
}
