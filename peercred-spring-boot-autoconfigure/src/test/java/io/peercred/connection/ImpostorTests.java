package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Each new connection is judged anew, before a byte is sent. */
@Timeout(30)
class ImpostorTests {

    /** Takes the path over, or is the first there, and says how many bytes each connection brings. */
    private static final String IMPOSTOR = """
            if os.path.exists(argv[0]): os.unlink(argv[0])
            l = listen(argv[0])
            os.setresuid(int(argv[1]), int(argv[1]), int(argv[1])); l.listen(16)
            say('listening')
            while True:
                c, _ = l.accept()
                n = 0
                try:
                    while True:
                        part = c.recv(100)
                        if not part: break
                        n += len(part)
                except ConnectionResetError: pass
                say(n)
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @Test
    void betweenTwoCallsIsRefusedAndToldNothing(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected");
        Needs.root();
        Path socket = this.directory.resolve("s");
        TestSettings settings = TestSettings.at(socket);
        OutboundClient client = this.endpoints.client(settings);
        try (Peer server = Peer.python("""
                l = listen(argv[0]); say('listening')
                c, _ = l.accept(); send_frame(c, read_frame(c)); hear()
                """, socket)) {
            server.line();
            assertThat(Endpoints.call(client, "first")).isEqualTo("first");
            server.close();
            server.exitCode();
        }
        try (Peer impostor = Peer.python(IMPOSTOR, socket, 65534)) {
            assertThat(impostor.line()).isEqualTo("listening");
            for (int i = 0; i < 3; i++) {
                PeerRejectedException rejection =
                        catchThrowableOfType(PeerRejectedException.class, () -> Endpoints.call(client, "secret"));
                assertThat(rejection.reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
                assertThat(rejection)
                        .hasMessageContaining("uid 65534")
                        .hasMessageContaining("uid 0")
                        .hasMessageContaining("pid " + impostor.pid())
                        .hasMessageContaining(socket.toString());
                assertThat(impostor.line()).isEqualTo("0");
            }
        }
        assertThat(this.endpoints.events).hasSize(3);
        warnings.await("uid 65534");
        assertThat(warnings.count("uid 65534")).isEqualTo(1);
    }

    @Test
    void isToldNothingByAnyKindOfCall(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected");
        Path socket = this.directory.resolve("s");
        long other = NativeSupport.effectiveUid() + 1;
        OutboundClient client = this.endpoints.client(TestSettings.at(socket).uids(other));
        long sockets = Resources.sockets();
        try (Peer impostor = Peer.python(IMPOSTOR, socket, NativeSupport.effectiveUid())) {
            impostor.line();
            catchThrowableOfType(
                    PeerRejectedException.class, () -> client.send(client.encode(OutgoingMessage.of(new byte[10]))));
            assertThat(impostor.line()).isEqualTo("0");
            PeerRejectedException rejection = catchThrowableOfType(
                    PeerRejectedException.class,
                    () -> client.execute(null, connection -> connection.write(ByteBuffer.allocate(10))));
            assertThat(rejection).isNotNull();
            assertThat(impostor.line()).isEqualTo("0");
        }
        Resources.awaitSockets(sockets);
    }
}
