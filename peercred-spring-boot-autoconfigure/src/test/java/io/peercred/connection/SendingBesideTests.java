package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.SenderCredentials;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A message can state whom it is sent by, and bring open files along; others read both as they are. */
@Timeout(60)
class SendingBesideTests {

    /** Python: answers each frame with who wrote it and what its files hold. */
    private static final String SERVER = """
            l = socket.socket(socket.AF_UNIX); l.setsockopt(socket.SOL_SOCKET, 16, 1); l.bind(argv[0]); l.listen(1)
            say('listening'); s, _ = l.accept()
            while True:
                data, beside, flags, _ = s.recvmsg(65536, 4096)
                if not data: break
                writer, contents = None, b''
                for level, kind, value in beside:
                    if kind == 2: writer = struct.unpack('iII', value[:12])
                    if kind == 1:
                        for i in range(0, len(value), 4): contents += os.read(struct.unpack('i', value[i:i+4])[0], 100)
                while len(data) < 4 + struct.unpack('>I', data[:4])[0]:
                    more, beside, flags, _ = s.recvmsg(65536, 4096)
                    data += more
                    if struct.unpack('iII', beside[0][2][:12]) != writer: contents += b' another writer'
                send_frame(s, ('%d %d %d ' % writer).encode() + contents)
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;
    private OutboundClient client;

    @AutoClose
    Peer server;

    @BeforeEach
    void listen() {
        this.socket = this.directory.resolve("s");
        this.server = Peer.python(SERVER, this.socket);
        assertThat(this.server.line()).isEqualTo("listening");
        this.client = this.endpoints.client(TestSettings.at(this.socket));
    }

    private String answer(byte[] payload, SenderCredentials sender, FileDescriptor... files) throws IOException {
        Frame frame = this.client.encode(new OutgoingMessage(payload, sender, List.of(files)));
        return new String(this.client.exchange(frame).payload(), StandardCharsets.UTF_8);
    }

    private static String ids(long pid, long uid, long gid) {
        return pid + " " + uid + " " + gid + " ";
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void theOwnIdsUnlessOthersAreStated() throws IOException {
        String own = ids(ownPid(), NativeSupport.effectiveUid(), NativeSupport.effectiveGid());
        assertThat(answer(new byte[1], null)).isEqualTo(own);
        assertThat(answer(new byte[1], SenderCredentials.own())).isEqualTo(own);
    }

    @Test
    void rootMaySpeakForAnother() throws IOException {
        Needs.root();
        assertThat(answer(new byte[1], SenderCredentials.of(3_000_000_000L, 100)))
                .isEqualTo(ids(ownPid(), 3_000_000_000L, 100));
        assertThat(answer(new byte[1], new SenderCredentials(1001L, 1002L, 1L))).isEqualTo(ids(1, 1001, 1002));
    }

    @Test
    void everyByteOfALargeMessageIsSentUnderTheStatedIds() throws IOException {
        Needs.root();
        assertThat(answer(new byte[600_000], SenderCredentials.of(1001, 1001))).isEqualTo(ids(ownPid(), 1001, 1001));
    }

    @Test
    void aProcessThatIsNotThereIsAClearErrorAndNothingIsSent() throws IOException {
        Needs.root();
        assertThatExceptionOfType(SenderRefusedException.class)
                .isThrownBy(() -> answer(new byte[1], new SenderCredentials(null, null, 4_194_304L)))
                .withMessageContaining("there is no such process (ESRCH)")
                .withMessageContaining("Nothing was sent");
    }

    @Test
    void filesAreReadByTheOtherSideAndStayOpenHere() throws IOException {
        Path one = Files.writeString(this.directory.resolve("1"), "one");
        Path two = Files.writeString(this.directory.resolve("2"), "two");
        try (FileInputStream first = new FileInputStream(one.toFile());
                FileInputStream second = new FileInputStream(two.toFile())) {
            assertThat(answer(new byte[1], null, first.getFD(), second.getFD())).endsWith("onetwo");
            first.getChannel().position(0);
            assertThat(first.readAllBytes()).asString().isEqualTo("one");
        }
    }

    @Test
    void aServerThatLetsNoFilesInIsAClearError() throws IOException {
        Needs.passRights();
        Path other = this.directory.resolve("other");
        try (Peer closed = Peer.python("""
                        l = listen(argv[0]); l.setsockopt(socket.SOL_SOCKET, 83, 0); say('listening')
                        s, _ = l.accept(); say(s.recv(100)); hear()
                        """, other);
                FileInputStream file = new FileInputStream("/dev/null")) {
            assertThat(closed.line()).isEqualTo("listening");
            OutboundClient toOther = this.endpoints.client(TestSettings.at(other));
            Frame frame = toOther.encode(new OutgoingMessage(new byte[1], null, List.of(file.getFD())));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> toOther.exchange(frame))
                    .withMessageContainingAll("The peer of outbound endpoint 'test'", "lets no file descriptors in");
            assertThat(closed.line()).isEqualTo("b''");
        }
    }

    @Test
    void aClosedFileIsAnErrorBeforeAnythingIsSent() throws IOException {
        FileOutputStream closed =
                new FileOutputStream(this.directory.resolve("x").toFile());
        FileDescriptor file = closed.getFD();
        closed.close();
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> answer(new byte[1], null, file))
                .withMessageContaining("closed");
    }
}
