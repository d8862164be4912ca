package io.peercred.credentials;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.UserNamespace;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Headers and error messages end up in message stores and other processes. */
class SerializationTests {

    @Test
    void credentialsAndEndpointsComeBackEqual() throws Exception {
        PeerCredentials peer = peer(3_000_000_000L, 4_294_967_294L, 7L, 3_000_000_000L);
        assertThat(copy(peer)).isEqualTo(peer);
        assertThat(copy(CLOCK)).isEqualTo(CLOCK);
    }

    @Test
    void aRejectionComesBackWithAllThatItSays() throws Exception {
        PeerRejectedException rejection = new PeerRejectedException(
                Reason.VERIFIER_FAILED, peer(0, 0), CLOCK, "no directory", new IllegalStateException("down"));
        assertSame(rejection, copy(rejection));
        assertThat(copy(rejection)).hasRootCauseMessage("down");
    }

    @Test
    void aRejectionByPolicyStillSaysWhomItExpected() throws Exception {
        PeerPolicy policy = new PeerPolicy(Set.of(3_000_000_000L), Set.of(), new UserNamespace(true, 65534, 65534));
        PeerRejectedException rejection =
                catchThrowableOfType(PeerRejectedException.class, () -> policy.verify(peer(0, 0), CLOCK));
        assertThat(rejection).hasMessageContaining("expected uid 3000000000;");
        assertSame(rejection, copy(rejection));
    }

    private static void assertSame(PeerRejectedException original, PeerRejectedException copy) {
        assertThat(copy).isNotSameAs(original).hasMessage(original.getMessage());
        assertThat(copy.reason()).isEqualTo(original.reason());
        assertThat(copy.peer()).isEqualTo(original.peer());
        assertThat(copy.endpoint()).isEqualTo(original.endpoint());
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
    }

    private static <T> T copy(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked") // What was written.
            T copy = (T) in.readObject();
            return copy;
        }
    }
}
