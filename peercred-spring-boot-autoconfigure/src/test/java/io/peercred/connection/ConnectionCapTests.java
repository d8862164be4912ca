package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections beyond the caps are closed at once and counted; those that end, however they do, make room. */
@Timeout(60)
class ConnectionCapTests {

    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private TestSettings settings(int all, int perUid) {
        return TestSettings.at(this.directory.resolve("s")).maxConnections(all, perUid);
    }

    private RawConnection connect() throws IOException {
        return RawConnection.to(this.directory.resolve("s"));
    }

    @Test
    void oneUserCannotTakeAll() throws IOException {
        SocketPaths.mode(0755, this.directory);
        this.endpoints.serve(settings(3, 2).uids(NativeSupport.effectiveUid(), 65534L));
        try (RawConnection one = connect();
                RawConnection two = connect();
                RawConnection three = connect()) {
            assertThat(three.bytesUntilEnd()).isZero();
            Awaitility.await().until(() -> this.endpoints.counters.overLimit() == 1);
            try (Peer other = Peer.pythonAs(65534, """
                    def ask(text):
                        s = connect(argv[0]); outcome(lambda: send_frame(s, text)); return s
                    kept = ask(b'other')
                    say(outcome(lambda: read_frame(kept).decode()))
                    beyond = ask(b'beyond')
                    say(outcome(lambda: read_frame(beyond))); hear()
                    """, this.directory.resolve("s"))) {
                assertThat(other.line()).isEqualTo("other");
                assertThat(other.line()).isIn("EOFError", "ConnectionResetError");
            }
            assertThat(one.sendFrame("one").readFrame()).isEqualTo("one");
            assertThat(two.sendFrame("two").readFrame()).isEqualTo("two");
        }
        assertThat(this.endpoints.counters.overLimit()).isEqualTo(2);
    }

    /** The only slot is free again after each connection. */
    private void assertSlotComesBack(TestSettings settings, Endpoints.Handler handler, byte... request)
            throws IOException {
        this.endpoints.serve(settings, handler);
        for (int i = 0; i < ROUNDS; i++) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> hasRoomFor(request));
        }
    }

    private boolean hasRoomFor(byte... request) {
        long refused = this.endpoints.counters.overLimit();
        try (RawConnection client = connect()) {
            client.send(request);
            client.endOutput();
            client.bytesUntilEnd();
        } catch (IOException ex) {
            // The server was faster with ending it than we were with sending.
        }
        return this.endpoints.counters.overLimit() == refused;
    }

    @Test
    void anOrderlyEndMakesRoom() throws IOException {
        assertSlotComesBack(settings(1, 1), Endpoints.ECHO, RawConnection.frame("x"));
    }

    @Test
    void aBadFrameMakesRoom() throws IOException {
        assertSlotComesBack(settings(1, 1), Endpoints.ECHO, new byte[] {-1, -1, -1, -1});
    }

    @Test
    void aHandlerThatThrowsMakesRoom(Warnings warnings) throws IOException {
        warnings.allow("could not be answered");
        assertSlotComesBack(
                settings(1, 1),
                (payload, connection) -> {
                    throw new IllegalStateException("on purpose");
                },
                RawConnection.frame("x"));
    }

    @Test
    void aRejectionByAVerifierMakesRoom(Warnings warnings) throws IOException {
        warnings.allow("a verifier failed");
        assertSlotComesBack(
                settings(1, 1).verifiers(new NamedVerifier("broken", (peer, endpoint) -> {
                    throw new IllegalStateException("on purpose");
                })),
                Endpoints.ECHO,
                RawConnection.frame("x"));
    }

    @Test
    void aVerifiersErrorMakesRoom(Warnings warnings) throws IOException {
        warnings.allow("on purpose");
        assertSlotComesBack(
                settings(1, 1).verifiers(new NamedVerifier("broken", (peer, endpoint) -> {
                    throw new Error("on purpose");
                })),
                Endpoints.ECHO,
                RawConnection.frame("x"));
    }

    @Test
    void anErrorOfACodecMakesRoom(Warnings warnings) throws IOException {
        warnings.allow("on purpose");
        FrameCodec broken = new FrameCodec() {
            @Override
            public byte[] decode(FrameInput input) {
                throw new Error("on purpose");
            }

            @Override
            public ByteBuffer[] encode(byte[] payload) {
                return new ByteBuffer[0];
            }
        };
        assertSlotComesBack(settings(1, 1).codec(broken), Endpoints.ECHO, RawConnection.frame("x"));
    }
}
