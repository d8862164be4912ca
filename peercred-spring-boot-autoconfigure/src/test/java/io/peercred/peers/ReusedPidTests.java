package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerProcessException;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Another process with the number of one that has connected and exited. */
@Timeout(120)
class ReusedPidTests {

    /** Has its namespace count from before the number until a child gets it; others may take one in between. */
    private static final String GIVE_ITS_NUMBER_TO_ANOTHER = """
            import signal
            def last_pid(pid):
                with open('/proc/sys/kernel/ns_last_pid', 'w') as f: f.write(str(pid))
            first = os.fork()
            if first == 0:
                s = connect(argv[0]); signal.pause(); os._exit(0)
            say(first); hear()
            os.kill(first, 9); os.waitpid(first, 0)
            for attempt in range(1000):
                last_pid(first - 1)
                second = os.fork()
                if second == 0:
                    os.execv('/bin/sleep', ['sleep', '60'])
                if second == first: break
                os.kill(second, 9); os.waitpid(second, 0)
            say('same' if second == first else 'another', second); hear()
            os.kill(second, 9)
            """;

    @TempDir
    Path directory;

    @Test
    void isNotTakenForIt() {
        Needs.pinning();
        try (Peer witness = ChildJvm.start(
                Namespaces.unshare("--pid", "--fork", "--mount-proc"),
                ReusedPidTests.class,
                this.directory.resolve("s"))) {
            assertThat(witness.line()).isEqualTo("before: /proc says python, we say python");
            assertThat(witness.line()).isEqualTo("after: /proc says sleep, we say EXITED");
        }
    }

    /** Inside the namespace, in which only it and its peers have numbers. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (RawListener listener = RawListener.at(path);
                Peer peer = Peer.python(GIVE_ITS_NUMBER_TO_ANOTHER, path);
                PeerPin pin = listener.pinNext()) {
            Path proc = Path.of("/proc", peer.line());
            System.out.println("before: " + compare(proc, pin));
            peer.say("go");
            String outcome = peer.line();
            if (!outcome.startsWith("same ")) {
                System.out.println(outcome);
            }
            // It has the number from its fork on, and its program from its execve on.
            for (int i = 0; i < 10_000 && Files.readString(proc.resolve("comm")).contains("python"); i++) {
                Thread.onSpinWait();
            }
            System.out.println("after: " + compare(proc, pin));
        }
        System.exit(0);
    }

    private static String compare(Path proc, PeerPin pin) throws IOException {
        return "/proc says " + name(Files.readSymbolicLink(proc.resolve("exe"))) + ", we say " + ours(pin);
    }

    private static String ours(PeerPin pin) {
        try {
            return name(pin.process().executable());
        } catch (PeerProcessException ex) {
            return ex.reason().name();
        }
    }

    private static String name(Path program) {
        return program.getFileName().toString().replaceAll("[0-9.]", "");
    }
}
