package io.peercred.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code call profile}: the caller opens the file, the daemon records into it. */
class ProfileTests {

    private static final long CALLER = 1001;
    private static final long DAEMON = 1002;

    /** Sends a request whose file is what {@code fd} says, and prints the answer. */
    private static final String CLIENT = """
            s = socket.socket(socket.AF_UNIX)
            s.connect(argv[0])
            request = argv[1].encode()
            socket.send_fds(s, [struct.pack('>I', len(request)) + request], fds)
            head = s.recv(4, socket.MSG_WAITALL)
            print(s.recv(struct.unpack('>I', head)[0], socket.MSG_WAITALL).decode() if head else 'end of stream')
            """;

    @TempDir
    Path directory;

    private Path socket() {
        return this.directory.resolve("diagnostics.sock");
    }

    private Program serve() {
        return Program.start("serve", "--peercred.inbound.diagnostics.path=" + socket())
                .awaitOut("Serving");
    }

    private static String jfr(Path recording, String... command) {
        String jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
        try (Program program = Program.start(List.of(jfr), (Object[]) append(command, recording))) {
            Result result = program.result();
            assertThat(result.code()).as(result.err()).isZero();
            return result.out();
        }
    }

    private static String[] append(String[] words, Path last) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = last.toString();
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "message"})
    void aCallerOfAnotherUserGetsARecordingWhereTheDaemonCannotWrite(String credentials) throws IOException {
        Needs.javaFor(CALLER);
        Path jar = Directories.jarForAll(this.directory);
        Path socket = Directories.of(DAEMON, this.directory).resolve("diagnostics.sock");
        Path home = Directories.of(CALLER, this.directory);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Path output = home.resolve("daemon.jfr");
        try (Program daemon = Program.start(
                                Program.as(DAEMON, Program.java(jar)),
                                "serve",
                                "--peercred.expected-uid=" + CALLER,
                                "--peercred.inbound.diagnostics.credentials=" + credentials,
                                "--peercred.inbound.diagnostics.path=" + socket)
                        .awaitOut("Serving");
                Program call = Program.start(
                        Program.as(CALLER, Program.java(jar)),
                        "call",
                        "profile",
                        "--duration=2s",
                        "--output=" + output,
                        "--peercred.expected-uid=" + DAEMON,
                        "--peercred.outbound.diagnostics.path=" + socket)) {
            Result result = call.result();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("recorded " + Files.size(output) + " bytes\n");
            assertThat(result.code()).isZero();
            assertThat(jfr(output, "summary"))
                    .containsPattern("Duration: [2-9] s")
                    .contains("jdk.JVMInformation");
            assertThat(jfr(output, "print", "--events", "jdk.JVMInformation")).contains("pid = " + daemon.pid());
            assertThat(Files.getAttribute(output, "unix:uid")).isEqualTo((int) CALLER);
            daemon.awaitErr("Recording for PT2S").awaitErr("uid " + CALLER);
        }
    }

    @Test
    void rootSpeaksForNobodyWhereEachMessageIsJudged() {
        Needs.root();
        Path output = this.directory.resolve("daemon.jfr");
        try (Program daemon = Program.start(
                        "serve",
                        "--peercred.expected-uid=" + CALLER,
                        "--peercred.inbound.diagnostics.credentials=message",
                        "--peercred.inbound.diagnostics.path=" + socket())
                .awaitOut("Serving")) {
            Program.call(socket(), "profile", "--output=" + output)
                    .assertFailed(77, "sample-app: refused: ", "closed the connection");
            daemon.awaitErr("Rejected");
        }
        assertThat(output).doesNotExist();
    }

    @Test
    void aDaemonThatIsStoppedSaysSoAndDoesNotWait() {
        Path output = this.directory.resolve("daemon.jfr");
        try (Program daemon = serve();
                Program call = Program.start(
                        "call",
                        "profile",
                        "--duration=1m",
                        "--output=" + output,
                        "--peercred.outbound.diagnostics.path=" + socket())) {
            daemon.awaitErr("Recording for PT1M");
            daemon.terminate();
            call.result().assertFailed(70, "sample-app: failed: ", "the daemon was told to stop");
            assertThat(daemon.result().code()).isEqualTo(128 + 15);
        }
        assertThat(output).doesNotExist();
    }

    @Test
    void anythingButAFileIsRefusedByTheDaemonAtOnce() {
        try (Program daemon = serve()) {
            assertAnswer("fds = os.pipe()[1:]", "profile 1m", "pass a regular file");
            assertAnswer("fds = [socket.socketpair()[0].detach()]", "profile 1m", "pass a regular file");
            assertAnswer("fds = [os.open('/dev/null', os.O_RDONLY)]", "profile 1ms", "could not be written");
            assertAnswer("fds = []", "profile 1s", "pass an open file");
            assertAnswer("fds = [os.open('/dev/null', os.O_WRONLY)]", "profile forever", "no duration");
            assertAnswer("fds = [os.open('/dev/null', os.O_WRONLY)]", "profile 2h", "at most 1m");
            assertAnswer("fds = [os.open('/dev/null', os.O_WRONLY)]", "profile", "for how long");
        }
    }

    private void assertAnswer(String file, String request, String words) {
        try (Program client = Program.python(file + "\n" + CLIENT, socket(), request)) {
            Result result = client.result();
            assertThat(result.out()).as(result.err()).startsWith("error: ").contains(words);
        }
    }

    @Test
    void aCallThatFailsLeavesNoFile() {
        Path output = this.directory.resolve("daemon.jfr");
        Program.call(socket(), "profile", "--output=" + output)
                .assertFailed(69, "sample-app: no daemon: ", socket().toString());
        assertThat(output).doesNotExist();
    }

    @Test
    void aFileThatTheCallerCannotOpenIs73() {
        Program.call(socket(), "profile", "--output=" + this.directory)
                .assertFailed(73, "sample-app: cannot create: ", this.directory.toString());
    }
}
