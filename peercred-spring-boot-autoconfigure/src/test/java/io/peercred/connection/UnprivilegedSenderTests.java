package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.SenderCredentials;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of ours that states ids of others and has no right to. */
@Timeout(120)
class UnprivilegedSenderTests {

    private static final long UID = 1001;

    private static final String SAID = "said: ";

    /** Python: answers on one connection after the other; says at the end of each what came by it, and from whom. */
    private static final String COUNT = """
            l = socket.socket(socket.AF_UNIX); l.setsockopt(socket.SOL_SOCKET, 16, 1)
            l.bind(argv[0]); os.chmod(argv[0], 0o666); l.listen(16); say('listening')
            while True:
                s, _ = l.accept(); count = 0; writers = set()
                while True:
                    data, beside, _, _ = s.recvmsg(65536, 64)
                    if not data: break
                    count += len(data); writers.add('uid %d gid %d' % struct.unpack('iII', beside[0][2])[1:])
                    send_frame(s, b'answer')
                say(count, 'bytes of', *writers)
            """;

    @TempDir
    Path directory;

    /** Its pool has one connection at most: one that were neither given back nor closed would be the last. */
    @Test
    void isToldSoSendsNothingAndGoesOnWithAnotherConnection() {
        Path socket = Directories.open(this.directory).resolve("s");
        try (Peer server = Peer.python(COUNT, socket)) {
            assertThat(server.line()).isEqualTo("listening");
            try (Peer sender = ChildJvm.start(ChildJvm.as(UID), UnprivilegedSenderTests.class, socket)) {
                for (String ids : forged().keySet()) {
                    assertThat(said(sender)).isEqualTo("answer");
                    assertThat(said(sender)).isEqualTo("answer");
                    assertThat(said(sender))
                            .startsWith("SenderRefusedException: The kernel refuses to send as " + ids + ", pid ")
                            .contains("(EPERM)")
                            .endsWith("Nothing was sent");
                    // Two frames of three bytes, by a connection that has ended.
                    assertThat(server.line()).isEqualTo("14 bytes of uid 1001 gid 1001");
                }
                assertThat(said(sender)).isEqualTo("answer");
                assertThat(sender.exitCode()).isZero();
                assertThat(server.line()).isEqualTo("7 bytes of uid 1001 gid 1001");
            }
        }
    }

    private static String said(Peer sender) {
        return sender.lineWith(SAID).substring(SAID.length());
    }

    private interface Attempt {
        void by(OutboundClient client) throws IOException;
    }

    /** By what the error says of the ids. */
    private static Map<String, Attempt> forged() {
        Map<String, Attempt> forged = new LinkedHashMap<>();
        forged.put("uid 0, gid 1001", client -> ask(client, 3, new SenderCredentials(0L, null, null)));
        forged.put("uid 1001, gid 0", client -> ask(client, 3, new SenderCredentials(null, 0L, null)));
        forged.put("uid 1001, gid 1001", client -> ask(client, 3, new SenderCredentials(null, null, 1L)));
        forged.put(
                "uid 3000000000, gid 1002", client -> ask(client, 600_000, SenderCredentials.of(3_000_000_000L, 1002)));
        forged.put("uid 1002, gid 1002", client -> client.send(frame(client, 3, SenderCredentials.of(1002, 1002))));
        return forged;
    }

    private static Frame frame(OutboundClient client, int bytes, SenderCredentials sender) throws FrameException {
        return client.encode(new OutgoingMessage(new byte[bytes], sender, List.of()));
    }

    private static String ask(OutboundClient client, int bytes, SenderCredentials sender) throws IOException {
        return new String(client.exchange(frame(client, bytes, sender)).payload());
    }

    /** The sender: asks twice under its own ids before each attempt, and once after the last. */
    public static void main(String[] arguments) throws Exception {
        try (Endpoints endpoints = new Endpoints()) {
            OutboundClient client = endpoints.client(
                    TestSettings.at(arguments[0]).uids(0L).pool(new PoolSettings(1, 1, null, Duration.ofMinutes(1))));
            for (Attempt attempt : forged().values()) {
                System.out.println(SAID + ask(client, 3, SenderCredentials.own()));
                System.out.println(SAID + ask(client, 3, SenderCredentials.own()));
                try {
                    attempt.by(client);
                    System.out.println(SAID + "sent");
                } catch (IOException ex) {
                    System.out.println(SAID + ex.getClass().getSimpleName() + ": " + ex.getMessage());
                }
            }
            System.out.println(SAID + ask(client, 3, SenderCredentials.own()));
        }
        System.exit(0);
    }
}
