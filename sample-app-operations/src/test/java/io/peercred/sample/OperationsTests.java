package io.peercred.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees of the daemon, over HTTP and in its log: alice (1001) may switch maintenance on, bob (1002) may
 * only ask, and mallory (1003) is nobody.
 */
class OperationsTests {

    private static final long ALICE = 1001;
    private static final long BOB = 1002;
    private static final long MALLORY = 1003;

    /** Asks one frame after the other on one connection; an error frame is shown as the JSON that it holds. */
    private static final String CALLS = """
            s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(argv[0])
            def exactly(n):
                data = b''
                while len(data) < n:
                    part = s.recv(n - len(data))
                    if not part: raise EOFError()
                    data += part
                return data
            def ask(word):
                word = word.encode()
                try:
                    s.sendall(struct.pack('>I', len(word)) + word)
                    length = struct.unpack('>I', exactly(4))[0]
                except (EOFError, ConnectionError): return 'end of stream'
                return exactly(length & 0x7fffffff).decode()
            """;

    @TempDir
    static Path directory;

    private static OperatedDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        Needs.root();
        Needs.python();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        daemon = OperatedDaemon.start(
                "--peercred.inbound.diagnostics.path=" + diagnostics(),
                "--peercred.inbound.maintenance.path=" + maintenance(),
                "--peercred.inbound.maintenance.expected-uid=" + ALICE + "," + BOB,
                "--peercred.inbound.maintenance.error-replies=true",
                "--peercred.security.authorities.maintain=uid:" + ALICE,
                "--peercred.audit.connections=true",
                "--peercred.trace-propagation=true",
                "--management.tracing.sampling.probability=1",
                "--logging.level.io.peercred.sample.operations=info");
    }

    @AfterAll
    static void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private static Path diagnostics() {
        return directory.resolve("diagnostics.sock");
    }

    private static Path maintenance() {
        return directory.resolve("maintenance.sock");
    }

    private static Program as(long uid, String script) {
        return Program.python(
                "uid = int(argv[1]); os.setgroups([]); os.setresgid(uid, uid, uid); os.setresuid(uid, uid, uid)\n"
                        + CALLS + script,
                maintenance(),
                uid);
    }

    private static JsonNode endpoint(String name) {
        return daemon.get("/peercred/inbound/" + name);
    }

    @Test
    void nobodySeesTheActuatorWithoutThePassword() {
        assertThat(daemon.getWithoutPassword("/peercred").statusCode()).isEqualTo(401);
        assertThat(daemon.getWithoutPassword("/health").statusCode()).isEqualTo(401);
    }

    @Test
    void healthSaysWhereItListens() {
        JsonNode health = daemon.get("/health").at("/components/peercred");
        assertThat(health.at("/status").asString()).isEqualTo("UP");
        assertThat(health.toString())
                .contains(diagnostics().toString(), maintenance().toString());
    }

    @Test
    void aUserWithTheAuthorityIsObeyedAndAnotherIsToldSoAndStaysConnected() {
        try (Program bob = as(BOB, "print(ask('on')); print(ask('status'))");
                Program alice = as(ALICE, "print(ask('on')); print(ask('off'))")) {
            assertThat(bob.result().out().lines().toList().get(0)).contains("\"error\":\"denied\"");
            assertThat(bob.result().out().lines().toList().get(1)).isIn("on", "off");
            assertThat(alice.result().out()).isEqualTo("on\noff\n");
        }
        daemon.program().awaitErr("Denied a request at the inbound endpoint 'maintenance'");
    }

    @Test
    void whoIsConnectedIsSeenAndCanBeSentAway() {
        try (Program alice = as(ALICE, "print(ask('status')); sys.stdin.read(); print(ask('status'))")) {
            alice.awaitOut("o");
            JsonNode connection = Awaitility.await().until(() -> connectionOf(alice.pid()), found -> found != null);
            assertThat(connection.at("/peer/uid").asLong()).isEqualTo(ALICE);
            assertThat(connection.at("/exchanges").asLong()).isEqualTo(1);
            String id = connection.at("/id").asString();
            assertThat(daemon.send("DELETE", "/peercred/" + id).statusCode()).isEqualTo(204);
            assertThat(alice.endInput().result().out()).endsWith("end of stream\n");
            assertThat(daemon.send("DELETE", "/peercred/" + id).statusCode()).isEqualTo(404);
            assertThat(daemon.get("/auditevents?type=PEER_CONNECTED").toString())
                    .contains(id);
        }
    }

    private static JsonNode connectionOf(long pid) {
        for (JsonNode each : endpoint("maintenance").at("/connections/open")) {
            if (each.at("/peer/pid").asLong() == pid) {
                return each;
            }
        }
        return null;
    }

    @Test
    void whoWasTurnedAwayIsSeenCountedAuditedAndLogged() {
        double before = rejections();
        try (Program mallory = as(MALLORY, "print(ask('status'))")) {
            assertThat(mallory.result().out()).isEqualTo("end of stream\n");
        }
        daemon.program().awaitErr("actual uid " + MALLORY);
        assertThat(rejections()).isEqualTo(before + 1);
        JsonNode refusal = daemon.get("/peercred").at("/refusals/0");
        assertThat(refusal.at("/peer/uid").asLong()).isEqualTo(MALLORY);
        assertThat(refusal.at("/reason").asString()).isEqualTo("UID_NOT_EXPECTED");
        assertThat(daemon.get("/auditevents?type=PEER_REJECTED").toString()).contains("\"uid\":" + MALLORY);
    }

    private static double rejections() {
        return daemon.get("/metrics/peercred.server.connections.rejected?tag=endpoint:maintenance"
                        + "&tag=reason:uid-not-expected")
                .at("/measurements/0/value")
                .asDouble();
    }

    @Test
    void requestsAreTimed() {
        try (Program alice = as(ALICE, "for i in range(10): ask('status')")) {
            alice.result();
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                        daemon.get("/metrics/peercred.server.requests?tag=endpoint:maintenance&tag=outcome:success")
                                .at("/measurements/0/value")
                                .asDouble())
                .isGreaterThanOrEqualTo(10));
    }

    @Test
    void aTraceOfTheCallersGoesOnInTheLog() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (Program alice = as(
                ALICE,
                "head = b'{\"traceparent\":\"00-" + trace + "-b7ad6b7169203331-01\"}'\n"
                        + "s.sendall(struct.pack('>I', 0x80000000 | len(head)) + head)\nprint(ask('on'))")) {
            assertThat(alice.result().out()).isEqualTo("on\n");
        }
        daemon.program().awaitErr(trace);
    }

    @Test
    void whyAUserDoesNotGetInIsExplained() {
        JsonNode explanation =
                daemon.get("/peercred/inbound/maintenance?uid=" + MALLORY).at("/explanation");
        assertThat(explanation.at("/summary").asString()).contains("does not reach");
        assertThat(explanation.at("/mend").toString())
                .contains("peercred.inbound.maintenance.expected-uid=" + ALICE + "," + BOB + "," + MALLORY);
        assertThat(daemon.get("/peercred/inbound/maintenance?uid=" + ALICE)
                        .at("/explanation/verdict")
                        .asString())
                .isEqualTo("reaches");
    }

    @Test
    void theCommandsOfTheSampleAreServedAsBefore() {
        assertThat(Program.call(diagnostics(), "ping").out()).isEqualTo("pong\n");
    }
}
