package io.peercred.peers;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.explain.Explainer;
import io.peercred.explain.Subject;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.testing.Applications;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** What is explained inside a user namespace that maps root only, and what happens to users outside of it. */
class NamespaceExplanationTests {

    private static final String ASK = """
            s = connect(argv[0])
            try:
                send_frame(s, b'x'); read_frame(s); say('reaches')
            except (OSError, EOFError):
                say('does not reach')
            """;

    @Test
    void whomTheNamespaceDoesNotMapReachesNothing(@TempDir Path directory) {
        Path path = Directories.open(directory).resolve("clock.sock");
        try (Peer application = ChildJvm.start(
                Namespaces.unshare("--user", "--map-root-user"), NamespaceExplanationTests.class, path)) {
            String explained = application.lineWith("explained: ");
            assertThat(explained).isEqualTo("explained: [reaches, does not reach]");
            try (Peer root = Peer.python(ASK, path);
                    Peer bob = Peer.pythonAs(1001, ASK, path)) {
                assertThat("explained: " + List.of(root.line(), bob.line())).isEqualTo(explained);
            }
        }
    }

    /** Expects both, and says of both whether they reach it. */
    public static void main(String[] arguments) {
        Applications.runner()
                .withBean(Echo.class)
                .withPropertyValues("peercred.expected-uid=0,1001", "peercred.inbound.clock.path=" + arguments[0])
                .run(context -> {
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    List<String> verdicts = List.of(
                            Explainer.inbound(gateway, Subject.of(0, List.of(0L)))
                                    .verdict()
                                    .words(),
                            Explainer.inbound(gateway, Subject.of(1001, List.of(1001L)))
                                    .verdict()
                                    .words());
                    System.out.println("explained: " + verdicts);
                    System.in.read();
                });
    }
}
