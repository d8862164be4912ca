package io.peercred.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** What this process holds, by which a test sees a leak. */
public final class Resources {

    static {
        openWhatTheJdkKeeps();
    }

    private Resources() {}

    /** The JDK's first channel to be closed opens a socket that is kept for good. */
    private static void openWhatTheJdkKeeps() {
        try {
            Path path = Files.createTempDirectory("peercred").resolve("s");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
                server.accept().close();
            }
            Files.delete(path);
            Files.delete(path.getParent());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Open sockets of this process. */
    public static long sockets() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(Resources::isSocket).count();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Open files of any kind of this process. */
    public static long descriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException ex) {
            return false; // Closed since it was listed.
        }
    }

    /** Living threads whose names begin with the prefix. */
    public static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /** Waits until no more sockets are open than were. */
    public static void awaitSockets(long before) {
        Awaitility.await("sockets closed").atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(sockets())
                .isLessThanOrEqualTo(before));
    }
}
