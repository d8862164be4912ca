package io.peercred.explain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The lines that an explanation says: written, they let the user in. */
@Timeout(60)
class RemedyTests {

    private static final List<Long> GROUPS = List.of(1001L);

    @TempDir
    Path directory;

    private final List<Explanation> explanations = new ArrayList<>();

    @BeforeEach
    void open() {
        Directories.open(this.directory);
    }

    private String path() {
        return this.directory.resolve("clock.sock").toString();
    }

    /** Starts with these properties, has it explained, and returns whether the user is answered. */
    private boolean isAnswered(List<String> properties) {
        List<String> all =
                new ArrayList<>(List.of("peercred.expected-uid=0,1001", "peercred.inbound.clock.path=" + path()));
        all.addAll(properties);
        boolean[] answered = new boolean[1];
        Applications.runner()
                .withBean(Echo.class)
                .withPropertyValues(all.toArray(String[]::new))
                .run(context -> {
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    try (Scene scene = new Scene();
                            Peer other = Peer.python(
                                    "s = connect(argv[0]); send_frame(s, b'x'); say(outcome(lambda: read_frame(s)));"
                                            + " hear()",
                                    path())) {
                        other.line();
                        this.explanations.add(Explainer.inbound(gateway, Subject.of(1001, GROUPS)));
                        answered[0] = scene.isAnswered(path(), 1001, GROUPS);
                    }
                });
        return answered[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peercred.inbound.clock.expected-uid=0",
                "peercred.inbound.clock.expected-gid=0,2001",
                "peercred.inbound.clock.file-mode=0660",
                "peercred.inbound.clock.max-connections=1"
            })
    void thePropertyThatIsSaidLetsTheUserIn(String obstacle, Warnings warnings) {
        warnings.allow("Rejected the peer");
        warnings.allow("is expected, but cannot connect");
        assertThat(isAnswered(List.of(obstacle))).isFalse();
        List<String> lines = this.explanations.get(0).remedies().stream()
                .filter(remedy -> remedy.place().equals(Remedy.PROPERTIES))
                .flatMap(remedy -> remedy.lines().stream())
                .toList();
        assertThat(lines).as("%s", this.explanations).isNotEmpty();
        assertThat(isAnswered(lines)).isTrue();
        assertThat(this.explanations.get(1).verdict()).isEqualTo(Verdict.REACHES);
    }

    /** Who made a link on the way is not who reads where it leads. */
    @Test
    void aNameOfSeveralLinesIsSaidInOneAndItsCommandLetsTheUserIn() throws Exception {
        Path odd = Files.createDirectory(this.directory.resolve("it's\n  ok     fine\u001b[2J\u0085"));
        Scene.mode(odd, "rwx------");
        Files.createSymbolicLink(this.directory.resolve("link"), odd.getFileName());
        String path = this.directory.resolve("link/clock.sock").toString();
        try (Scene scene = new Scene();
                Peer server = Peer.python("s = listen(argv[0]); say('listening'); hear()", path)) {
            assertThat(server.line()).isEqualTo("listening");
            Applications.runner()
                    .withPropertyValues(
                            "peercred.expected-uid=1001",
                            "peercred.inbound.clock.auto-startup=false",
                            "peercred.inbound.clock.path=" + path)
                    .run(context -> {
                        PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                        Explanation before = Explainer.inbound(gateway, Subject.of(1001, GROUPS));
                        assertThat(before.verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
                        assertThat(before.steps()).allSatisfy(step -> assertThat(step.what() + step.reason())
                                .doesNotContainPattern("\\p{Cc}"));
                        String command = before.remedies().stream()
                                .filter(each -> each.place().equals(Remedy.SHELL))
                                .flatMap(each -> each.lines().stream())
                                .findFirst()
                                .orElseThrow();
                        assertThat(command).startsWith("chmod o+x ").doesNotContainPattern("\\p{Cc}");
                        Process shell = new ProcessBuilder("bash", "-c", command)
                                .inheritIO()
                                .start();
                        assertThat(shell.waitFor()).isZero();
                        assertThat(scene.connects(path, 1001, GROUPS)).isTrue();
                    });
        }
    }

    @Test
    void theCommandThatIsSaidLetsTheUserIn() throws Exception {
        Scene.mode(this.directory, "rwx------");
        try (Scene scene = new Scene();
                Peer server = Peer.python("s = listen(argv[0]); say('listening'); hear()", path())) {
            assertThat(server.line()).isEqualTo("listening");
            Applications.runner()
                    .withPropertyValues(
                            "peercred.expected-uid=1001",
                            "peercred.inbound.clock.auto-startup=false",
                            "peercred.inbound.clock.path=" + path())
                    .run(context -> {
                        PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                        Explanation before = Explainer.inbound(gateway, Subject.of(1001, GROUPS));
                        assertThat(before.verdict()).isEqualTo(Verdict.DOES_NOT_REACH);
                        assertThat(scene.connects(path(), 1001, GROUPS)).isFalse();
                        Remedy remedy = before.remedies().stream()
                                .filter(each -> each.place().equals(Remedy.SHELL))
                                .findFirst()
                                .orElseThrow();
                        assertThat(remedy.lines()).containsExactly("chmod o+x " + this.directory);
                        Process shell = new ProcessBuilder(
                                        "/bin/sh", "-c", remedy.lines().get(0))
                                .start();
                        assertThat(shell.waitFor()).isZero();
                        assertThat(scene.connects(path(), 1001, GROUPS)).isTrue();
                        assertThat(Explainer.inbound(gateway, Subject.of(1001, GROUPS))
                                        .verdict())
                                .isEqualTo(Verdict.REACHES);
                    });
        }
    }

    @Test
    void whatCannotBeKnownInAdvanceDepends() {
        PeerCredentialVerifier nobody = (peer, endpoint) -> {
            throw new IllegalStateException("not asked");
        };
        Applications.runner()
                .withBean(Echo.class)
                .withBean("nobody", PeerCredentialVerifier.class, () -> nobody)
                .withPropertyValues("peercred.expected-uid=1001", "peercred.inbound.clock.path=" + path())
                .run(context -> {
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    assertThat(Explainer.inbound(gateway, Subject.of(1001, GROUPS))
                                    .verdict())
                            .isEqualTo(Verdict.DEPENDS);
                });
        Applications.runner()
                .withBean(Echo.class)
                .withPropertyValues(
                        "peercred.expected-uid=4294967294",
                        "peercred.inbound.clock.expected-gid=1001",
                        "peercred.inbound.clock.path=" + path())
                .run(context -> {
                    Explanation explanation = Explainer.inbound(
                            context.getBean(PeercredInboundGateway.class), Subject.of(4294967294L, List.of()));
                    assertThat(explanation.verdict()).isEqualTo(Verdict.DEPENDS);
                    assertThat(explanation.sentence()).contains("whose groups are not known", "depends");
                });
    }
}
