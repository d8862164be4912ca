package io.peercred.connection;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.peercred.platform.FileStatus;
import io.peercred.testing.Needs;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of binding find and leave at paths. */
final class SocketPaths {

    private SocketPaths() {}

    /** A socket without listener, as a killed server leaves it. */
    static Path dead(Path path) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
        }
        return path;
    }

    /** Gives a file to another user. */
    static Path giveTo(long uid, Path path) throws IOException {
        Needs.root();
        Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    static Path mode(int mode, Path path) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
        return path;
    }

    /** Asserts that something is in the way, and that it and its directory are as before. */
    static SocketBindException assertInTheWay(TestSettings settings, SocketBindException.Reason reason) {
        try {
            Path path = Path.of(settings.bind().path());
            FileStatus before = FileStatus.of(path);
            SocketBindException failure = failure(settings);
            assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
            assertThat(failure).hasMessageContaining("'test'").hasMessageContaining(path.toString());
            assertThat(FileStatus.of(path)).isEqualTo(before);
            return failure;
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    /** The failure to bind. */
    static SocketBindException failure(TestSettings settings) throws IOException {
        try {
            SocketBinder.bind(settings.bind(), false).close();
        } catch (SocketBindException ex) {
            return ex;
        }
        throw new AssertionError("it could be bound");
    }

    /** Binds, to see that it works, and stops listening; the file is gone afterwards. */
    static FileStatus bindAndRemove(TestSettings settings) throws IOException {
        Listener listener = SocketBinder.bind(settings.bind(), false);
        try {
            FileStatus file = listener.file();
            assertThat(file).isNotNull();
            return file;
        } finally {
            listener.unlink();
            listener.close();
        }
    }
}
