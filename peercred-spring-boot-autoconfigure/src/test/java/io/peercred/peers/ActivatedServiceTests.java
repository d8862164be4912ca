package io.peercred.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that connects before the service listens itself meets the one who activates it, root with no pid it knows. */
class ActivatedServiceTests {

    private static final String ACTIVATE_AFTER_SOME = """
            s = listen(argv[0]); say('listening'); s.settimeout(20)
            seen = 0
            for i in range(3):
                c, _ = s.accept(); seen += len(c.recv(100)); c.close()
            become(1001, 1001); s.listen(16); say('listening again, after', seen, 'bytes'); hear()
            """;
    private static final String NEVER = """
            s = listen(argv[0], 1000); say('listening'); hear()
            s.settimeout(0.2); count = seen = 0
            try:
                while True:
                    c, _ = s.accept(); count += 1; seen += len(c.recv(100))
            except TimeoutError: pass
            say(count, seen); hear()
            """;

    @TempDir
    Path directory;

    private List<String> inNamespace;

    @BeforeEach
    void namespace() {
        Needs.root();
        this.inNamespace = Namespaces.unshare("--pid", "--fork", "--mount-proc");
    }

    private Path path() {
        return Directories.open(this.directory).resolve("activated.sock");
    }

    @Test
    void isMetOnceItListensAgainAndGetsNothingBefore() {
        try (Peer service = Peer.python(ACTIVATE_AFTER_SOME, path())) {
            assertThat(service.line()).isEqualTo("listening");
            try (Peer caller = ChildJvm.start(this.inNamespace, NamespacedCaller.class, path(), 15_000)) {
                assertThat(service.line()).isEqualTo("listening again, after 0 bytes");
                assertThat(caller.lineWith("met")).isEqualTo("met uid 1001 pid null");
            }
        }
    }

    @Test
    void isRefusedAtTheConnectTimeoutWithWhatItLooksLikeAndWhatToDo() {
        try (Peer service = Peer.python(NEVER, path())) {
            assertThat(service.line()).isEqualTo("listening");
            try (Peer caller = ChildJvm.start(this.inNamespace, NamespacedCaller.class, path(), 1500)) {
                String line = caller.lineWith("reported");
                Matcher report =
                        Pattern.compile("reported (\\d+) after (\\d+) ms: (.*)").matcher(line);
                assertThat(report.matches()).as(line).isTrue();
                assertThat(report.group(1)).isEqualTo("1");
                assertThat(Integer.parseInt(report.group(2))).isBetween(1000, 10_000);
                assertThat(report.group(3))
                        .contains(
                                "expected uid 1001",
                                "looks like socket activation",
                                "raise connect-timeout",
                                "call listen(2) again",
                                "actual uid 0");
            }
            service.say("how many?");
            String[] counts = service.line().split(" ");
            assertThat(Integer.parseInt(counts[0])).isBetween(5, 30);
            assertThat(counts[1]).isEqualTo("0");
        }
    }

    /** The connections that were made again and again fill it while nobody accepts them. */
    @Test
    void isRefusedInTheSameWordsWhereTheBacklogIsFull() {
        try (Peer service = Peer.python(NEVER.replace("1000", "2"), path())) {
            assertThat(service.line()).isEqualTo("listening");
            try (Peer caller = ChildJvm.start(this.inNamespace, NamespacedCaller.class, path(), 1500)) {
                assertThat(caller.lineWith("reported"))
                        .startsWith("reported 1 after")
                        .contains("looks like socket activation");
            }
        }
    }
}
