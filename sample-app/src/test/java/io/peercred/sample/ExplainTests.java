package io.peercred.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;
import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code explain}, with a daemon and without. */
class ExplainTests {

    private static final long SELF = NativeSupport.effectiveUid();
    private static final long OTHER = SELF == 65534 ? 1 : 65534;

    @TempDir
    Path directory;

    private Result explain(long uid, Object... options) {
        Object[] arguments = new Object[options.length + 4];
        arguments[0] = "explain";
        arguments[1] = "--uid=" + uid;
        arguments[2] = "diagnostics";
        arguments[3] = "--peercred.inbound.diagnostics.path=" + this.directory.resolve("diagnostics.sock");
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Program.run(arguments);
    }

    private static void assertKeptOut(Result result, String why) {
        assertThat(result.code()).isEqualTo(77);
        assertThat(result.err()).startsWith("sample-app: refused: uid ").contains("does not reach", why);
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void withADaemonItSaysWhoReachesItAndWhatLetsTheOthersIn() {
        Path socket = this.directory.resolve("diagnostics.sock");
        try (Program daemon = Program.start("serve", "--peercred.inbound.diagnostics.path=" + socket)) {
            daemon.awaitOut("Serving");
            Result self = explain(SELF);
            assertThat(self.err()).isEmpty();
            assertThat(self.out())
                    .contains(" reaches inbound endpoint 'diagnostics' (" + socket + ")")
                    .contains("somebody listens");
            assertThat(self.code()).isZero();
            Result other = explain(OTHER);
            assertKeptOut(other, "the user may not search it");
            assertThat(other.out())
                    .contains("the peer's user is not expected", "What would mend it", "chmod o+x " + this.directory)
                    .containsPattern("peercred\\.inbound\\.diagnostics\\.expected-uid=[0-9]+,[0-9]+\n");
            // Nothing was bound, taken over or deleted.
            assertThat(Program.call(socket, "ping").out()).isEqualTo("pong\n");
        }
    }

    @Test
    void withoutADaemonNothingIsThere() {
        Result result = explain(SELF);
        assertKeptOut(result, "nothing is there");
        assertThat(result.out()).contains("not ok   socket " + this.directory.resolve("diagnostics.sock"));
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void anEndpointThatThereIsNotIsWrongUsage() {
        Program.run("explain", "--uid=1", "nobody")
                .assertFailed(64, "sample-app: usage: there is no inbound endpoint 'nobody'", "[diagnostics]");
    }
}
