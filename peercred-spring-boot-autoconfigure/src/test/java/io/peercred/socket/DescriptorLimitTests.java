package io.peercred.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that has run out of descriptors accepts again when there are some; accept has not thrown. */
@Timeout(60)
class DescriptorLimitTests {

    @TempDir
    Path directory;

    @Test
    void acceptWaitsAndDoesNotThrow() {
        Path path = this.directory.resolve("s");
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -n 150 && exec \"$@\"", "sh");
        try (Peer server = ChildJvm.start(limited, DescriptorLimitTests.class, path);
                Peer clients = Peer.python("""
                        hear()
                        held = []; refusals = 0
                        while refusals < 100 and len(held) < 600:
                            s = socket.socket(socket.AF_UNIX); s.setblocking(False)
                            try: s.connect(argv[0]); held.append(s); refusals = 0
                            except BlockingIOError: s.close(); refusals += 1; time.sleep(0.01)
                        say(len(held))
                        for s in held: s.close()
                        s = socket.socket(socket.AF_UNIX); s.connect(argv[0]); s.sendall(b'after'); say(read_exactly(s, 5).decode()); hear()
                        """, path)) {
            assertThat(server.line()).isEqualTo("listening");
            clients.say("start");
            assertThat(Integer.parseInt(clients.line()))
                    .as("connections at the limit")
                    .isBetween(20, 200);
            assertThat(clients.line()).isEqualTo("after");
            assertThat(server.lineIfAny()).as("what accept has thrown").isNull();
        }
    }

    /** Echoes whatever it is sent, each on a thread. */
    public static void main(String[] args) throws IOException {
        String argument = "path=" + args[0] + ";expected-uid=self;backlog=10";
        try (ServerSocket server = new VerifiedServerSocketFactory(argument).createServerSocket(0)) {
            System.out.println("listening");
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> echo(socket)).start();
            }
        } catch (IOException ex) {
            System.out.println(ex);
        }
    }

    private static void echo(Socket accepted) {
        try (accepted) {
            accepted.getInputStream().transferTo(accepted.getOutputStream());
        } catch (IOException ex) {
            System.out.println(ex);
        }
    }
}
