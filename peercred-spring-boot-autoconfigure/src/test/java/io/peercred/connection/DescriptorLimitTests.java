package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that has run out of descriptors accepts again by itself when there are some. */
@Timeout(60)
class DescriptorLimitTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @Test
    void acceptingResumesByItself() throws IOException {
        Path socket = this.directory.resolve("s");
        try (Peer server = ChildServer.startAfter("ulimit -n 150", socket);
                Peer clients = Peer.python("""
                        hear()
                        held = [connect(argv[0])]
                        send_frame(held[0], b'before')
                        refusals = 0
                        while refusals < 50 and len(held) < 600:
                            s = socket.socket(socket.AF_UNIX); s.setblocking(False)
                            try: s.connect(argv[0]); held.append(s); refusals = 0
                            except BlockingIOError: s.close(); refusals += 1; time.sleep(0.01)
                        say('full'); hear()
                        say(read_frame(held[0]).decode())
                        send_frame(held[0], b'still'); say(read_frame(held[0]).decode())
                        for s in held: s.close()
                        say('closed'); hear()
                        """, socket)) {
            assertThat(server.line()).isEqualTo("listening");
            clients.say("start");
            assertThat(clients.line()).isEqualTo("full");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> acceptFailures(server) > 2);
            clients.say("go on");
            assertThat(clients.line()).isEqualTo("before");
            assertThat(clients.line()).isEqualTo("still");
            assertThat(clients.line()).isEqualTo("closed");
            assertThat(Endpoints.call(this.endpoints.client(TestSettings.at(socket)), "after"))
                    .isEqualTo("after");
            assertThat(server.isAlive()).isTrue();
        }
    }

    private static int acceptFailures(Peer server) {
        server.say("count");
        return Integer.parseInt(server.line().split(" ")[1]);
    }
}
