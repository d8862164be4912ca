package io.peercred.connection;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** What a handler can make of a file that came. */
@Timeout(60)
class ReceivedFileUseTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path path() {
        return this.directory.resolve("s");
    }

    private void serve(int files, RequestHandler handler) throws IOException {
        this.endpoints.serveRequests(TestSettings.at(path()).maxFileDescriptors(files), handler);
    }

    @Test
    void channelsThatReadAndWriteAtAnyPosition() throws IOException {
        Path read = Files.writeString(this.directory.resolve("read"), "0123456789");
        Path written = Files.writeString(this.directory.resolve("written"), "0123456789");
        serve(2, request -> {
            ByteBuffer bytes = ByteBuffer.allocate(3);
            try (FileChannel from = request.files().readableChannel(0);
                    FileChannel to = request.files().writableChannel(1)) {
                from.read(bytes, 5);
                to.write(bytes.flip(), 1);
            }
            return OutgoingMessage.of(bytes.array());
        });
        try (Peer peer = Peer.python("""
                s = connect(argv[0])
                fds = [os.open(argv[1], os.O_RDONLY), os.open(argv[2], os.O_WRONLY)]
                socket.send_fds(s, [struct.pack('>I', 1) + b'x'], fds); say(read_frame(s).decode()); hear()
                """, path(), read, written)) {
            assertThat(peer.line()).isEqualTo("567");
            assertThat(written).hasContent("0567456789");
        }
    }

    @Test
    void aSocketThatAnswers() throws IOException {
        serve(1, request -> {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            try (AFUNIXSocketChannel socket =
                    FileDescriptorCast.using(request.files().descriptor(0)).as(AFUNIXSocketChannel.class)) {
                socket.read(bytes);
                socket.write(bytes.flip());
            }
            return OutgoingMessage.of("done".getBytes(StandardCharsets.US_ASCII));
        });
        try (Peer peer = Peer.python("""
                s = connect(argv[0]); mine, passed = socket.socketpair(); mine.sendall(b'there and back')
                socket.send_fds(s, [struct.pack('>I', 1) + b'x'], [passed.fileno()]); passed.close()
                say(read_frame(s).decode(), mine.recv(100).decode(), len(mine.recv(1))); hear()
                """, path())) {
            assertThat(peer.line()).isEqualTo("done there and back 0");
        }
    }

    /** The number that a closed file had may be another's by the time that the request has been answered. */
    @Test
    void whatItHasClosedIsNotClosedAgain() throws IOException {
        Path other = Files.writeString(this.directory.resolve("other"), "still there");
        AtomicReference<FileInputStream> opened = new AtomicReference<>();
        serve(1, request -> {
            request.files().inputStream(0).close();
            if (opened.get() == null) {
                opened.set(new FileInputStream(other.toFile()));
            }
            return OutgoingMessage.of(new byte[0]);
        });
        try (Peer peer = Peer.python("""
                s = connect(argv[0])
                for i in range(2):
                    mine, passed = socket.socketpair()
                    socket.send_fds(s, [struct.pack('>I', 1) + b'x'], [passed.fileno()]); read_frame(s)
                say('answered'); hear()
                """, path())) {
            assertThat(peer.line()).isEqualTo("answered");
            try (FileInputStream in = opened.get()) {
                assertThat(in.readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("still there");
            }
        }
    }
}
