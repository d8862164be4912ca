package io.peercred.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** OpenSSH's agent frames as {@code length-header} does, and serves its own user and root. */
class SshAgentTests {

    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final String BYTES = "peercred.content-type=application/octet-stream";

    @TempDir
    Path directory;

    @Test
    void theAgentAnswersOverTheTemplatesOwnFraming() {
        Path path = Directories.open(this.directory).resolve("agent.sock");
        try (Peer agent = start(path, List.of())) {
            CallingApplication.calling(path, new String[] {"peercred.expected-uid=self", BYTES}, template -> {
                for (int i = 0; i < 2; i++) {
                    assertThat(template.convertSendAndReceive("peer", new byte[] {REQUEST_IDENTITIES}, byte[].class))
                            .containsExactly(IDENTITIES_ANSWER, 0, 0, 0, 0);
                }
                long pid =
                        template.execute("peer", connection -> connection.peer().pid());
                assertThat(pid).isEqualTo(agent.pid());
            });
        }
    }

    @Test
    void anothersAgentIsAskedOnlyWhereThatUserIsExpected(Warnings warnings) {
        warnings.allow("actual uid 65534");
        Needs.root();
        Path path = Directories.open(this.directory).resolve("agent.sock");
        String setpriv = Needs.program("setpriv", "util-linux").toString();
        try (Peer agent = start(path, List.of(setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"))) {
            CallingApplication.calling(
                    path, new String[] {"peercred.expected-uid=65534", BYTES}, template -> assertThat(
                                    template.convertSendAndReceive(
                                            "peer", new byte[] {REQUEST_IDENTITIES}, byte[].class))
                            .hasSize(5));
            CallingApplication.calling(
                    path, new String[] {"peercred.expected-uid=self", BYTES}, template -> assertThatExceptionOfType(
                                    PeerRejectedException.class)
                            .isThrownBy(() -> template.convertSendAndReceive(
                                    "peer", new byte[] {REQUEST_IDENTITIES}, byte[].class))
                            .satisfies(ex -> assertThat(ex.peer().pid()).isEqualTo(agent.pid())));
        }
    }

    private static Peer start(Path path, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Needs.program("ssh-agent", "openssh-client").toString(), "-D", "-a", path.toString()));
        Peer agent = Peer.start(command);
        // It says so after it listens.
        assertThat(agent.lineWith("SSH_AUTH_SOCK")).contains(path.toString());
        return agent;
    }
}
