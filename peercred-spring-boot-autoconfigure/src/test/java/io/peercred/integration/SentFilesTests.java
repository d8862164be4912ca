package io.peercred.integration;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

import io.peercred.connection.PeercredHeaders;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever Java has open can go with a message: here to a Python that says what it got, reads it and writes it. */
@Timeout(60)
class SentFilesTests {

    private static final String SERVER = """
            import stat
            l = listen(argv[0]); say('listening')
            kinds = {stat.S_IFREG: 'file', stat.S_IFIFO: 'pipe', stat.S_IFSOCK: 'socket'}
            while True:
                s, _ = l.accept()
                data, fds, _, _ = socket.recv_fds(s, 100, 10)
                answer = []
                for fd in fds:
                    kind = kinds[stat.S_IFMT(os.fstat(fd).st_mode)]
                    try: answer.append(kind + ' with ' + os.read(fd, 100).decode())
                    except OSError: answer.append(kind + ' to write ' + str(os.write(fd, b'by Python')))
                    os.close(fd)
                send_frame(s, ', '.join(answer).encode()); outcome(lambda: read_frame(s)); s.close()
            """;

    @TempDir
    Path directory;

    @AutoClose
    Peer server;

    @BeforeEach
    void listen() {
        this.server = Peer.python(SERVER, path());
        assertThat(this.server.line()).isEqualTo("listening");
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    private void assertAnswer(String answer, Object files) {
        Applications.runner()
                .withPropertyValues("peercred.expected-uid=self", "peercred.outbound.python.path=" + path())
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive(
                                        "python", "x", Map.of(PeercredHeaders.SEND_FILES, files), String.class))
                        .isEqualTo(answer));
    }

    private Path file(String name, String contents) throws IOException {
        return Files.writeString(this.directory.resolve(name), contents);
    }

    @Test
    void filesAreReadAndWrittenByWhateverTheyAreOpenedWith() throws IOException {
        Path written = file("written", "");
        try (FileInputStream in = new FileInputStream(file("1", "one").toFile());
                RandomAccessFile random = new RandomAccessFile(file("2", "two").toFile(), "rw");
                FileInputStream described =
                        new FileInputStream(file("3", "three").toFile());
                FileOutputStream out = new FileOutputStream(written.toFile())) {
            assertAnswer(
                    "file with one, file with two, file with three, file to write 9",
                    List.of(in, random, described.getFD(), out));
        }
        assertThat(written).hasContent("by Python");
    }

    @Test
    void aPipeGoesAlong() throws IOException {
        Path pipe = this.directory.resolve("pipe");
        try (Peer mkfifo =
                Peer.start(List.of(Needs.program("mkfifo", "coreutils").toString(), pipe.toString()))) {
            assertThat(mkfifo.exitCode()).isZero();
        }
        try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
            both.write("by Java".getBytes(StandardCharsets.US_ASCII));
            assertAnswer("pipe with by Java", both);
        }
    }

    @Test
    void soDoesASocket() throws IOException {
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        try (AFUNIXSocketChannel mine = pair.getSocket1();
                AFUNIXSocketChannel passed = pair.getSocket2()) {
            mine.write(ByteBuffer.wrap("by Java".getBytes(StandardCharsets.US_ASCII)));
            assertAnswer("socket with by Java", passed);
        }
    }
}
