package io.peercred.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.Deadlines;
import io.peercred.connection.OutboundClient;
import io.peercred.connection.RejectionReporter;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static io.peercred.explain.Scene.mode;
import static io.peercred.explain.Scene.owner;
import static org.assertj.core.api.Assertions.assertThat;

/** What is explained of endpoints that others serve. */
@Timeout(60)
class OutboundExplanationTests {

    private static final long BOB = 1001;
    private static final List<Long> ALONE = List.of(1001L);

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void open() {
        Directories.open(this.directory);
        this.socket = this.directory.resolve("s.sock");
    }

    private Explanation explain(Path path, Subject subject, Long... expected) {
        try (Deadlines deadlines = new Deadlines();
                RejectionReporter reporter = new RejectionReporter(event -> {});
                OutboundClient client =
                        new OutboundClient(TestSettings.at(path).uids(expected).outbound(), deadlines, reporter)) {
            return Explainer.outbound(client, subject);
        }
    }

    private Peer server(Path path) {
        Peer server = Peer.pythonAs(1002, "s = listen(argv[0]); say('listening'); hear()", path);
        assertThat(server.line()).isEqualTo("listening");
        return server;
    }

    @Test
    void aServerThatIsExpectedIsReached() {
        try (Peer server = server(this.socket)) {
            Explanation explanation = explain(this.socket, Subject.self(), 1002L);
            assertThat(explanation.verdict()).isEqualTo(Verdict.REACHES);
            assertThat(explanation.steps()).last().satisfies(step -> assertThat(step.reason())
                    .contains("uid 1002", "pid " + server.pid()));
        }
    }

    @Test
    void aServerThatIsNotExpectedIsNotReachedAndTheLineToWriteIsSaid(Warnings warnings) {
        warnings.allow("is not expected");
        try (Peer server = server(this.socket)) {
            Explanation explanation = explain(this.socket, Subject.self(), 0L);
            assertThat(explanation.verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
            assertThat(explanation.remedies())
                    .contains(new Remedy(Remedy.PROPERTIES, "peercred.outbound.test.expected-uid=0,1002"));
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void whereNobodyListensOrNothingIsNobodyIsReached() throws IOException {
        assertThat(explain(this.socket, Subject.self(), 0L).verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
        Peer server = server(this.socket);
        server.kill();
        server.exitCode(); // Until its end it listens.
        assertThat(explain(this.socket, Subject.self(), 0L).verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
        Files.delete(this.socket);
        Files.createDirectory(this.socket);
        assertThat(explain(this.socket, Subject.self(), 0L).verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
    }

    @Test
    void linksAreFollowedAsTheKernelFollowsThem() throws IOException {
        try (Scene scene = new Scene();
                Peer server = server(this.socket)) {
            Path real = Files.createDirectory(this.directory.resolve("real"));
            mode(real, "rwxr-xr-x");
            Path direct = Files.createSymbolicLink(real.resolve("link"), Path.of("../s.sock"));
            owner1(direct, 1003);
            assertSame(scene, direct, true);
            // Anybody may have put this one there.
            Path sticky = Files.createSymbolicLink(this.directory.resolve("sticky"), Path.of("s.sock"));
            owner1(sticky, 1003);
            boolean isProtected = Files.readString(Path.of("/proc/sys/fs/protected_symlinks"))
                    .trim()
                    .equals("1");
            assertSame(scene, sticky, !isProtected);
            owner1(sticky, 1001);
            assertSame(scene, sticky, true);
            mode(this.socket, "rw-rw----");
            assertSame(scene, direct, false);
            owner(this.socket, 1002, 1001);
            assertSame(scene, direct, true);
            assertThat(server.isAlive()).isTrue();
        }
    }

    private static void owner1(Path link, int uid) throws IOException {
        Files.setAttribute(link, "unix:uid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    private void assertSame(Scene scene, Path path, boolean reaches) {
        assertThat(scene.connects(path.toString(), BOB, ALONE))
                .as("what happens")
                .isEqualTo(reaches);
        Explanation explanation = explain(path, Subject.of(BOB, ALONE), 1002L);
        assertThat(explanation.verdict())
                .as("%s", explanation)
                .isEqualTo(reaches ? Verdict.REACHES : Verdict.DOES_NOT_REACH);
    }
}
