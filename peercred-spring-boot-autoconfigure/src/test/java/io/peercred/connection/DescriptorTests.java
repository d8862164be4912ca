package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.platform.UnixSockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A number that is in use is not given away, and one that was given away is not used. */
class DescriptorTests {

    private final int fd;
    private final FileDescriptor file;
    private final Descriptor descriptor;

    DescriptorTests() throws IOException {
        this.fd = UnixSockets.open();
        this.file = FileDescriptorCast.unsafeUsing(this.fd).getFileDescriptor();
        this.descriptor = new Descriptor(this.fd, this.file, UnixSockets::close);
    }

    private boolean isOpen() {
        return isOpen(this.fd);
    }

    private static boolean isOpen(int number) {
        return Files.exists(Path.of("/proc/self/fd/" + number), LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void isClosedAtOnceWhereNobodyUsesIt() throws IOException {
        this.descriptor.close();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void isClosedWhenItsLastUserHasLeft() throws IOException {
        this.descriptor.enter();
        this.descriptor.enter();
        this.descriptor.close();
        assertThat(isOpen()).isTrue();
        this.descriptor.exit();
        assertThat(isOpen()).isTrue();
        this.descriptor.exit();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void letsNobodyInOnceItsOwnerHasClosedIt() throws IOException {
        this.descriptor.enter();
        this.descriptor.close();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(this.descriptor::enter);
        this.descriptor.exit();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(this.descriptor::enter);
    }

    /** The next file has its number, or closing an unused one would be an error. */
    @Test
    void closesItsNumberOnceOnly() throws IOException {
        this.descriptor.close();
        int next = UnixSockets.open();
        this.descriptor.close();
        this.descriptor.shutdown();
        assertThat(isOpen(next)).isTrue();
        UnixSockets.close(next);
    }

    /** As junixsocket does where a read or write ends with a reset or a broken pipe. */
    @Test
    void leavesANumberAloneThatJunixsocketHasGivenAway() throws IOException {
        Descriptor.free(this.file);
        int next = UnixSockets.open();
        assertThat(this.descriptor.ask(UnixSockets::isReadable, true)).isTrue();
        this.descriptor.shutdown();
        this.descriptor.close();
        assertThat(isOpen(next)).isTrue();
        UnixSockets.close(next);
    }
}
