package io.peercred.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static io.peercred.explain.Scene.mode;
import static io.peercred.explain.Scene.owner;
import static org.assertj.core.api.Assertions.assertThat;

/** What is explained is what happens: in each case somebody of that user really asks, too. */
@Timeout(120)
class InboundExplanationTests {

    private static final long BOB = 1001;
    /** Bob's primary group, and one that he may be in besides. */
    private static final List<Long> ALONE = List.of(1001L);

    private static final int TEAM = 2001;
    private static final List<Long> IN_TEAM = List.of(1001L, 2001L);

    private static Scene scene;

    @TempDir
    Path temporary;

    private Path directory;
    private Path socket;

    private interface Change {
        void to(Path directory, Path socket) throws IOException;
    }

    /** Somebody, something in the way or not, and whether it is. */
    private record Case(
            String name, boolean reaches, long uid, List<Long> gids, List<String> properties, Change change) {

        Case(String name, boolean reaches, List<Long> gids, Change change, String... properties) {
            this(name, reaches, BOB, gids, List.of(properties), change);
        }

        @Override
        public String toString() {
            return this.name;
        }
    }

    private static final Change NONE = (directory, socket) -> {};

    static Stream<Case> cases() {
        return Stream.of(
                new Case("everything open", true, ALONE, NONE),
                // directories
                new Case("directory 0700", false, ALONE, (dir, file) -> mode(dir, "rwx------")),
                new Case("directory 0711", true, ALONE, (dir, file) -> mode(dir, "rwx--x--x")),
                new Case("directory 0744", false, ALONE, (dir, file) -> mode(dir, "rwxr--r--")),
                new Case("directory above 0700", false, ALONE, (dir, file) -> mode(above(dir), "rwx------")),
                new Case("directory of the group, in it", true, IN_TEAM, (dir, file) -> group(dir, "rwxr-x---")),
                new Case("directory of the group, not in it", false, ALONE, (dir, file) -> group(dir, "rwxr-x---")),
                new Case("directory to all but the group, in it", false, IN_TEAM, (d, f) -> group(d, "rwx---r-x")),
                new Case("directory of bob's to others only", false, ALONE, (dir, file) -> {
                    owner(dir, 1001, 0);
                    mode(dir, "rw---x--x");
                }),
                new Case("linked directory", true, ALONE, (dir, file) -> link(dir, "rwx--x--x")),
                new Case("linked directory 0700", false, ALONE, (dir, file) -> link(dir, "rwx------")),
                new Case("links without end", false, ALONE, (dir, file) -> {
                    Files.move(dir, dir.resolveSibling("real"));
                    Files.createSymbolicLink(dir, dir);
                }),
                new Case("directory gone", false, ALONE, (dir, file) -> Files.move(dir, dir.resolveSibling("real"))),
                // the socket
                new Case("file 0600", false, ALONE, (dir, file) -> mode(file, "rw-------")),
                new Case("file 0660", false, ALONE, NONE, "peercred.inbound.clock.file-mode=0660"),
                new Case("file 0660 of bob's group", true, ALONE, (dir, file) -> {
                    owner(file, 0, 1001);
                    mode(file, "rw-rw----");
                }),
                new Case("file 0660 of the team, in it", true, IN_TEAM, (dir, file) -> group(file, "rw-rw----")),
                new Case("file 0660 of the team, not in it", false, ALONE, (dir, file) -> group(file, "rw-rw----")),
                new Case("file 0606 of the team, in it", false, IN_TEAM, (dir, file) -> group(file, "rw----rw-")),
                new Case("file 0664", false, ALONE, (dir, file) -> mode(file, "rw-rw-r--")),
                new Case("file 0662", true, ALONE, (dir, file) -> mode(file, "rw-rw--w-")),
                new Case("file of bob's without his right", false, ALONE, (dir, file) -> {
                    owner(file, 1001, 1001);
                    mode(file, "r--rw-rw-");
                }),
                new Case("file deleted", false, ALONE, (dir, file) -> Files.delete(file)),
                new Case("no socket", false, ALONE, (dir, file) -> {
                    Files.delete(file);
                    Files.createFile(file);
                    mode(file, "rw-rw-rw-");
                }),
                new Case("another directory in its place", false, ALONE, (dir, file) -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }),
                // access control lists
                new Case("directory 0700 with bob listed", true, ALONE, (d, f) -> Scene.list(d, 0, 7, 0, 2, 5, 1001)),
                new Case(
                        "directory with bob listed, masked",
                        false,
                        ALONE,
                        (d, f) -> Scene.list(d, 7, 6, 7, 2, 7, 1001)),
                new Case(
                        "directory with bob listed, empty mask",
                        true,
                        ALONE,
                        (d, f) -> Scene.list(d, 7, 0, 7, 2, 0, 1001)),
                new Case(
                        "directory with bob listed to nothing",
                        false,
                        ALONE,
                        (d, f) -> Scene.list(d, 7, 7, 7, 2, 0, 1001)),
                new Case(
                        "directory with the team listed, in it",
                        true,
                        IN_TEAM,
                        (d, f) -> Scene.list(d, 0, 7, 0, 8, 5, TEAM)),
                new Case(
                        "directory with the team listed, not in it",
                        false,
                        ALONE,
                        (d, f) -> Scene.list(d, 0, 7, 0, 8, 5, TEAM)),
                new Case("file with another listed", false, ALONE, (d, f) -> Scene.list(f, 6, 6, 0, 2, 6, 1002)),
                new Case("file with bob listed", true, ALONE, (d, f) -> Scene.list(f, 0, 6, 0, 2, 6, 1001)),
                // the policy
                new Case("another expected", false, ALONE, NONE, "peercred.inbound.clock.expected-uid=0,1002"),
                new Case("his group expected", true, ALONE, NONE, "peercred.inbound.clock.expected-gid=1001"),
                new Case("the team expected, in it", true, IN_TEAM, NONE, "peercred.inbound.clock.expected-gid=2001"),
                new Case(
                        "the team expected, not in it", false, ALONE, NONE, "peercred.inbound.clock.expected-gid=2001"),
                new Case(
                        "the team's messages expected, in it by the way",
                        false,
                        IN_TEAM,
                        NONE,
                        "peercred.inbound.clock.credentials=message",
                        "peercred.inbound.clock.expected-gid=2001"),
                new Case(
                        "the team's messages expected, in it first",
                        true,
                        List.of(2001L, 1001L),
                        NONE,
                        "peercred.inbound.clock.credentials=message",
                        "peercred.inbound.clock.expected-gid=2001"),
                new Case(
                        "root's messages not expected",
                        false,
                        0,
                        List.of(0L),
                        List.of("peercred.inbound.clock.credentials=message"),
                        NONE),
                new Case("root not expected", false, 0, List.of(0L), List.of(), NONE),
                new Case(
                        "root expected, and everything closed",
                        true,
                        0,
                        List.of(0L),
                        List.of("peercred.inbound.clock.expected-uid=0"),
                        (dir, file) -> {
                            owner(dir, 1002, 1002);
                            mode(dir, "---------");
                            mode(file, "---------");
                        }),
                // caps
                new Case("as many as fit", true, ALONE, NONE, "peercred.inbound.clock.max-connections-per-uid=2"),
                new Case("one too many of his", false, ALONE, NONE, "peercred.inbound.clock.max-connections-per-uid=1"),
                new Case("one too many", false, ALONE, NONE, "peercred.inbound.clock.max-connections=1"));
    }

    private static Path above(Path directory) {
        return directory.resolveSibling(".").normalize();
    }

    private static void group(Path path, String permissions) {
        owner(path, 0, TEAM);
        mode(path, permissions);
    }

    private static void link(Path directory, String permissions) throws IOException {
        Path real = directory.resolveSibling("real");
        Files.move(directory, real);
        Files.createSymbolicLink(directory, Path.of("../above/./real"));
        mode(real, permissions);
    }

    @BeforeAll
    static void users() {
        scene = new Scene();
    }

    @AfterAll
    static void end() {
        if (scene != null) { // Else they were skipped.
            scene.close();
        }
    }

    /** Cases of the same properties share an application. */
    static Stream<List<Case>> groups() {
        return cases()
                .collect(Collectors.groupingBy(Case::properties, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void whatIsExplainedIsWhatHappens(List<Case> cases, Warnings warnings) throws IOException {
        warnings.allow("Rejected the peer");
        warnings.allow("Could not remove the socket file");
        warnings.allow("is expected, but cannot connect");
        Directories.open(this.temporary);
        this.directory = this.temporary.resolve("above/run");
        this.socket = this.directory.resolve("clock.sock");
        assertExplained(cases, this.socket.toString());
    }

    static Stream<Case> abstractCases() {
        return Stream.of(
                new Case("abstract", true, ALONE, NONE),
                new Case("abstract, another expected", false, ALONE, NONE, "peercred.inbound.clock.expected-uid=1002"));
    }

    @ParameterizedTest
    @MethodSource("abstractCases")
    void abstractSocketsHaveNoPermissions(Case each, Warnings warnings) throws IOException {
        warnings.allow("Rejected the peer");
        this.directory = this.temporary.resolve("above/run");
        this.socket = this.directory.resolve("none");
        assertExplained(
                List.of(each), "@peercred-explain-" + ProcessHandle.current().pid());
    }

    private void assertExplained(List<Case> cases, String path) throws IOException {
        List<String> properties =
                new ArrayList<>(List.of("peercred.expected-uid=1001", "peercred.inbound.clock.path=" + path));
        properties.add("peercred.inbound.clock.auto-startup=false");
        properties.addAll(cases.get(0).properties());
        Applications.runner()
                .withBean(Echo.class)
                .withPropertyValues(properties.toArray(String[]::new))
                .run(context -> {
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    for (Case each : cases) {
                        makeDirectories();
                        gateway.start();
                        boolean crowded = properties.toString().contains("max-connections");
                        try (Peer other = crowded ? holdConnection(path) : null) {
                            assertExplained(each, gateway);
                        }
                        gateway.stop();
                    }
                });
    }

    private void makeDirectories() throws IOException {
        Path above = this.temporary.resolve("above");
        FileSystemUtils.deleteRecursively(above);
        Files.createDirectories(this.directory);
        mode(above, "rwxr-xr-x");
        mode(this.directory, "rwxr-xr-x");
    }

    private void assertExplained(Case each, PeercredInboundGateway gateway) throws IOException {
        each.change().to(this.directory, this.socket);
        Explanation explanation = Explainer.inbound(gateway, Subject.of(each.uid(), each.gids()));
        boolean answered = scene.isAnswered(gateway.endpoint().path(), each.uid(), each.gids());
        assertThat(answered).as("what happens: " + each).isEqualTo(each.reaches());
        assertThat(explanation.verdict())
                .as("%s: %s", each, explanation)
                .isEqualTo(answered ? Verdict.REACHES : Verdict.DOES_NOT_REACH);
    }

    private static Peer holdConnection(String path) {
        Peer other = Peer.pythonAs(
                BOB, "s = connect(argv[0]); send_frame(s, b'x'); read_frame(s); say('connected'); hear()", path);
        assertThat(other.line()).isEqualTo("connected");
        return other;
    }
}
