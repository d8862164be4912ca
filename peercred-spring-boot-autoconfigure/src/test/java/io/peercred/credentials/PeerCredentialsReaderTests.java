package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.platform.UserNamespace;
import io.peercred.testing.SocketPair;

import static io.peercred.credentials.TestPeers.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PeerCredentialsReaderTests {

    @TempDir
    Path directory;

    @Test
    void aServerSeesWhoConnectedAndAClientWhoListens() throws IOException {
        Endpoint outbound = new Endpoint("clock", Direction.OUTBOUND, "/run/clock.sock");
        try (SocketPair pair = SocketPair.at(this.directory.resolve("a.sock"))) {
            PeerCredentials client = PeerCredentialsReader.read(pair.accepted(), CLOCK);
            PeerCredentials server = PeerCredentialsReader.read(pair.connected(), outbound);
            assertThat(client.moment()).isEqualTo(Moment.CONNECT);
            assertThat(server.moment()).isEqualTo(Moment.LISTEN);
            for (PeerCredentials peer : List.of(client, server)) {
                assertThat(peer.uid()).isEqualTo(NativeSupport.effectiveUid());
                assertThat(peer.gid()).isEqualTo(NativeSupport.effectiveGid());
                assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void aDescriptorWithoutAnswerIsAnUnknownPeer() {
        PeerRejectedException rejection =
                catchThrowableOfType(PeerRejectedException.class, () -> PeerCredentialsReader.read(1 << 20, CLOCK));
        assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_PEER);
        assertThat(rejection.peer()).isNull();
        assertThat(rejection).hasCauseInstanceOf(NativeCallException.class).hasMessageContaining("SO_PEERCRED");
    }

    /** Asked for the ids alone, the kernel would report no error but ids that are not set. */
    @Test
    void aSocketWithoutPeerIsAnUnknownPeer() throws IOException {
        int unconnected = UnixSockets.open();
        try {
            assertThat(UnixSockets.peerCredentials(unconnected).uid()).isEqualTo(-1);
            PeerRejectedException rejection = catchThrowableOfType(
                    PeerRejectedException.class, () -> PeerCredentialsReader.read(unconnected, CLOCK));
            assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_PEER);
        } finally {
            UnixSockets.close(unconnected);
        }
    }

    /** The kernel has given no ids, or those that stand for bytes that were sent before it was asked. */
    @ParameterizedTest
    @NullSource
    @MethodSource("earlyBytes")
    void bytesWithoutWriterAreRefusedAndTheirIdsAreNobodys(@Nullable Ucred writer) {
        PeerRejectedException rejection =
                catchThrowableOfType(PeerRejectedException.class, () -> PeerCredentialsReader.ofWriter(writer, CLOCK));
        assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_WRITER);
        assertThat(rejection.peer()).isNull();
        assertThat(rejection).hasMessageContaining("the kernel does not say who wrote the message");
    }

    static Stream<Ucred> earlyBytes() {
        UserNamespace namespace = UserNamespace.current();
        return Stream.of(new Ucred(0, (int) namespace.overflowUid(), (int) namespace.overflowGid()));
    }

    @Test
    void aWriterIsUnsignedAndItsPidMayBeUnknown() {
        PeerCredentials writer = PeerCredentialsReader.ofWriter(new Ucred(0, (int) 3_000_000_000L, -2), CLOCK);
        assertThat(writer.uid()).isEqualTo(3_000_000_000L);
        assertThat(writer.gid()).isEqualTo(4_294_967_294L);
        assertThat(writer.pid()).isNull();
        assertThat(writer.source()).isEqualTo(Source.SCM_CREDENTIALS);
        assertThat(writer.moment()).isEqualTo(Moment.SEND);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void aPidIsAtLeastOne(int pid) {
        assertThat(PeerCredentialsReader.ofWriter(new Ucred(pid, 0, 0), CLOCK).pid())
                .isEqualTo(pid);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void anyOtherIsUnknown(int pid) {
        assertThat(PeerCredentialsReader.ofWriter(new Ucred(pid, 0, 0), CLOCK).pid())
                .isNull();
    }
}
