package io.peercred.activation;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.connection.Handover;
import io.peercred.connection.SocketActivator;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whom clients see at a socket that was handed to a child: who called listen(2) last, before they connected. */
@Timeout(90)
class HandoverIdentityTests {

    private static final long CHILD = 1001;

    @TempDir
    Path directory;

    private SocketActivator bind() throws IOException {
        return SocketActivator.at(this.directory.resolve("clock.sock").toString())
                .bind();
    }

    private static String parent() {
        return "0 " + ProcessHandle.current().pid();
    }

    @ParameterizedTest
    @EnumSource
    void itIsTheParentUntilAChildOfAnotherUserListens(Handover handover) throws IOException {
        Needs.root();
        try (SocketActivator activator = bind()) {
            Path socket = Path.of(activator.path());
            assertThat(Children.whoListens(socket)).isEqualTo(parent());
            try (TestClient early = new TestClient(socket);
                    Peer child = Children.applicationBy(ChildJvm.as(CHILD), activator, handover)) {
                assertThat(early.ask("hello")).isEqualTo("hello clock " + child.pid());
                assertThat(Children.whoListens(socket)).isEqualTo(CHILD + " " + child.pid());
            }
        }
    }

    @Test
    void aChildOfAnyOtherKindIsSeenOnceItHasCalledListen() throws IOException {
        Needs.root();
        try (SocketActivator activator = bind();
                Peer child = Children.start(activator, Handover.LISTEN_FDS, """
                        become(1001, 1001); say('child')
                        s.accept(); say('served')
                        s.listen(128); say('listening'); s.accept()
                        """)) {
            Path socket = Path.of(activator.path());
            assertThat(child.line()).isEqualTo("child");
            assertThat(Children.whoListens(socket)).isEqualTo(parent());
            assertThat(child.linesWith("served", "listening")).hasSize(2);
            assertThat(Children.whoListens(socket)).isEqualTo(CHILD + " " + child.pid());
        }
    }

    @Test
    void aClientThatExpectsTheChildsUserCallsItAndNotTheParent(Warnings warnings) throws IOException {
        Needs.root();
        warnings.allow("is not expected");
        try (SocketActivator activator = bind()) {
            Applications.runner()
                    .withPropertyValues(
                            "peercred.outbound.clock.path=" + activator.path(),
                            "peercred.outbound.clock.connect-timeout=1s",
                            "peercred.expected-uid=" + CHILD)
                    .run(context -> {
                        VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                        assertThatExceptionOfType(PeerRejectedException.class)
                                .isThrownBy(() -> template.convertSendAndReceive("clock", "hello", String.class));
                        try (TestClient served = new TestClient(Path.of(activator.path()));
                                Peer child =
                                        Children.applicationBy(ChildJvm.as(CHILD), activator, Handover.LISTEN_FDS)) {
                            served.ask("up?");
                            assertThat(template.convertSendAndReceive("clock", "hello", String.class))
                                    .isEqualTo("hello clock " + child.pid());
                        }
                    });
        }
    }
}
