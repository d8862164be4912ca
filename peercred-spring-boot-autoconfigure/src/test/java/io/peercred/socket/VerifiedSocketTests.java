package io.peercred.socket;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What libraries rely on in a socket that is connected. */
@Timeout(30)
class VerifiedSocketTests {

    @TempDir
    Path directory;

    private ConnectedPair pair() throws IOException {
        return new ConnectedPair(this.directory.resolve("s"));
    }

    private VerifiedSocketFactory factory() {
        return new VerifiedSocketFactory("path=" + this.directory.resolve("s") + ";expected-uid=self");
    }

    @Test
    void movesManyBytesBothWays() throws Exception {
        byte[] sent = new byte[3_000_001];
        new Random(7).nextBytes(sent);
        try (ConnectedPair pair = pair()) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(
                    () -> {
                        ByteBuffer buffer = ByteBuffer.allocate(70_000);
                        try {
                            while (pair.peer.read(buffer.clear()) >= 0) {
                                pair.peer.write(buffer.flip());
                            }
                            pair.peer.shutdownOutput();
                        } catch (IOException ex) {
                            throw new AssertionError(ex);
                        }
                    },
                    task -> new Thread(task).start());
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return pair.socket.getInputStream().readAllBytes();
                        } catch (IOException ex) {
                            throw new AssertionError(ex);
                        }
                    },
                    task -> new Thread(task).start());
            pair.socket.getOutputStream().write(sent[0]);
            pair.socket.getOutputStream().write(sent, 1, sent.length - 1);
            pair.socket.shutdownOutput();
            assertThat(Arrays.equals(answer.get(), sent)).isTrue();
            echo.get();
        }
    }

    @Test
    void aReadThatTimesOutCanBeRepeated() throws IOException {
        try (ConnectedPair pair = pair()) {
            pair.socket.setSoTimeout(50);
            assertThat(pair.socket.getSoTimeout()).isEqualTo(50);
            InputStream in = pair.socket.getInputStream();
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(in::read)
                        .withMessage("Read timed out");
                assertThat(System.nanoTime() - start).isBetween(45_000_000L, 5_000_000_000L);
            }
            pair.say("x");
            assertThat(in.read()).isEqualTo('x');
            pair.socket.getOutputStream().write('y');
            assertThat(pair.peer.read(ByteBuffer.allocate(9))).isEqualTo(1);
            pair.peer.close();
            assertThat(in.read()).as("the end is none").isEqualTo(-1);
        }
    }

    @Test
    void aTimeoutCanBeSetBeforeConnectingAndTakenAway() throws Exception {
        Socket socket = factory().createSocket();
        socket.setSoTimeout(30);
        try (ConnectedPair pair = new ConnectedPair(this.directory.resolve("s"), socket)) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
            socket.setSoTimeout(0);
            try (Waiting<Integer> reading =
                    Waiting.on(() -> socket.getInputStream().read())) {
                pair.say("x");
                assertThat(reading.result()).isEqualTo('x');
            }
        }
    }

    @Test
    void closingWakesWhoReads() throws Exception {
        try (ConnectedPair pair = pair();
                Waiting<Integer> reading =
                        Waiting.on(() -> pair.socket.getInputStream().read())) {
            pair.socket.close();
            assertThat(reading.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
            assertThat(pair.peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            pair.socket.close();
            assertThat(pair.socket.isClosed()).isTrue();
        }
    }

    @Test
    void closingWakesWhoWrites() throws Exception {
        try (ConnectedPair pair = pair();
                Waiting<Object> writing = Waiting.on(() -> {
                    pair.socket.getOutputStream().write(new byte[10_000_000]);
                    return "all";
                })) {
            pair.socket.getOutputStream().close();
            assertThat(writing.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        }
    }

    @Test
    void eachDirectionEndsByItself() throws IOException {
        try (ConnectedPair pair = pair()) {
            pair.socket.getOutputStream().write('x');
            pair.socket.shutdownOutput();
            assertThat(pair.peer.read(ByteBuffer.allocate(9))).isEqualTo(1);
            assertThat(pair.peer.read(ByteBuffer.allocate(9))).isEqualTo(-1);
            pair.say("answer");
            assertThat(pair.hear(6)).isEqualTo("answer");
            assertThat(pair.socket.isOutputShutdown()).isTrue();
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> pair.socket.getOutputStream().write(1));
        }
    }

    @Test
    void whoReadsFindsTheEndOfAnInputThatIsShutDown() throws Exception {
        try (ConnectedPair pair = pair()) {
            InputStream in = pair.socket.getInputStream();
            try (Waiting<Integer> reading = Waiting.on(in::read)) {
                pair.socket.shutdownInput();
                assertThat(reading.result()).isEqualTo(-1);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.available()).isZero();
            pair.socket.getOutputStream().write('x');
            assertThat(pair.peer.read(ByteBuffer.allocate(9))).isEqualTo(1);
        }
    }

    @Test
    void saysWhatIsAvailable() throws IOException {
        try (ConnectedPair pair = pair()) {
            assertThat(pair.socket.getInputStream().available()).isZero();
            pair.say("hello");
            assertThat(pair.socket.getInputStream().available()).isEqualTo(5);
            assertThat(pair.hear(3)).isEqualTo("hel");
            assertThat(pair.socket.getInputStream().available()).isEqualTo(2);
        }
    }

    /** As with the JDK's sockets: a pool's thread that is interrupted keeps its connection. */
    @Test
    void theInterruptionOfAPlatformThreadEndsNothing() throws Exception {
        try (ConnectedPair pair = pair();
                Waiting<String> reading = Waiting.on(() -> {
                    String first = pair.hear(1);
                    pair.socket.getOutputStream().write(1);
                    return first + pair.hear(1) + Thread.interrupted();
                })) {
            reading.thread().interrupt();
            pair.say("xy");
            assertThat(reading.result()).isEqualTo("xytrue");
        }
    }

    @Test
    void aPeerThatHasGoneIsAnIoException() throws IOException {
        try (ConnectedPair pair = pair()) {
            pair.socket.getOutputStream().write("unread".getBytes(StandardCharsets.US_ASCII));
            pair.peer.close();
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> pair.socket.getInputStream().read())
                    .withMessage("Connection reset");
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> pair.socket.getOutputStream().write(1))
                    .withMessage("Broken pipe");
        }
    }

    @Test
    void optionsOfTcpAreRememberedAndBuffersAreReal() throws IOException {
        Socket socket = factory().createSocket();
        socket.setSendBufferSize(50_000);
        try (ConnectedPair pair = new ConnectedPair(this.directory.resolve("s"), socket)) {
            assertThat(socket.getTcpNoDelay()).isFalse();
            socket.setTcpNoDelay(true);
            assertThat(socket.getTcpNoDelay()).isTrue();
            socket.setKeepAlive(true);
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            socket.setSoLinger(true, 3);
            assertThat(socket.getSoLinger()).isEqualTo(3);
            socket.setSoLinger(false, 0);
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            socket.setReuseAddress(true);
            assertThat(socket.getReuseAddress()).isTrue();
            socket.setTrafficClass(4);
            assertThat(socket.getTrafficClass()).isEqualTo(4);
            socket.setOOBInline(true);
            assertThat(socket.getOOBInline()).isTrue();
            assertThat(socket.getSendBufferSize()).isEqualTo(50_000);
            socket.setReceiveBufferSize(40_000);
            assertThat(socket.getReceiveBufferSize()).isEqualTo(40_000);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, false);
            assertThat(socket.getTcpNoDelay()).isFalse();
            assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
            assertThat(socket.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF);
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> socket.sendUrgentData(1))
                    .withMessageContaining("rgent");
        }
    }

    @Test
    void hasAnAddressThatIsNobodysAndSaysThePath() throws IOException {
        try (ConnectedPair pair = pair()) {
            Socket socket = pair.socket;
            String path = this.directory.resolve("s").toString();
            assertThat(socket.getInetAddress().isAnyLocalAddress()).isTrue();
            assertThat(socket.getInetAddress().getHostName()).isEqualTo(path);
            assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("0.0.0.0");
            assertThat((InetSocketAddress) socket.getRemoteSocketAddress())
                    .satisfies(address -> assertThat(address.toString()).contains(path));
            assertThat(socket.getPort()).isZero();
            assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
            assertThat(socket.getLocalSocketAddress()).isNotNull();
            assertThat(socket.isConnected()).isTrue();
            assertThat(socket.isBound()).isTrue();
            assertThat(socket)
                    .asString()
                    .contains("outbound endpoint " + path)
                    .contains("uid " + NativeSupport.effectiveUid());
        }
    }

    @Test
    void saysWhoThePeerIs() throws IOException {
        try (ConnectedPair pair = pair()) {
            assertThat(VerifiedSocketFactory.peerOf(pair.socket).pid())
                    .isEqualTo(ProcessHandle.current().pid());
            pair.socket.close();
            assertThat(VerifiedSocketFactory.peerOf(pair.socket).uid()).isEqualTo(NativeSupport.effectiveUid());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> VerifiedSocketFactory.peerOf(new Socket()));
        try (Socket socket = factory().createSocket()) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> VerifiedSocketFactory.peerOf(socket))
                    .withMessage("Socket is not connected");
            assertThat(socket).asString().contains("not connected");
        }
    }
}
