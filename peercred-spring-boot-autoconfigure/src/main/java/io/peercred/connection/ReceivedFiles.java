package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.platform.UnixSockets;

/**
 * Open files that came with a message (SCM_RIGHTS), each a copy of the sender's descriptor: position and flags are
 * shared with it, and what it may be used for is what the sender opened it for. Never trust its kind: it may be a pipe, a
 * socket or a device.
 *
 * <p>Closed when the request has been answered, unless {@link #keep()} was called. Thread-safe.
 */
public final class ReceivedFiles implements AutoCloseable {

    private static final ReceivedFiles NONE = new ReceivedFiles(List.of());

    private final List<FileDescriptor> files;
    private boolean closed;
    private boolean kept;

    private ReceivedFiles(List<FileDescriptor> files) {
        this.files = files;
    }

    /**
     * Takes raw descriptors over, out of the list.
     *
     * @throws FrameException if one of them can be neither read nor written (O_PATH, open(2)); then all are closed
     */
    static ReceivedFiles of(List<Integer> descriptors) throws IOException {
        if (descriptors.isEmpty()) {
            return NONE;
        }
        ReceivedFiles received = new ReceivedFiles(new ArrayList<>());
        boolean complete = false;
        try {
            while (!descriptors.isEmpty()) {
                received.files.add(take(descriptors.remove(0)));
            }
            complete = true;
            return received;
        } finally {
            if (!complete) {
                UnixSockets.discard(
                        descriptors.stream().mapToInt(Integer::intValue).toArray());
                descriptors.clear();
                received.close();
            }
        }
    }

    /** Asks the kernel what it is. Where that fails, junixsocket has closed it, and its number may be another's. */
    private static FileDescriptor take(int number) throws FrameException {
        try {
            return FileDescriptorCast.unsafeUsing(number).getFileDescriptor();
        } catch (IOException ex) {
            throw new FrameException("a file descriptor that is not open for use: " + ex.getMessage());
        }
    }

    /** How many came. */
    public int size() {
        return this.files.size();
    }

    /** A stream that reads, whatever it is that came. Closing it closes the file. */
    public InputStream inputStream(int index) {
        // Not the stream of the file itself, which skips and reads all by a position, and pipes and sockets have none.
        FileInputStream file = new FileInputStream(open(index));
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return file.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return file.read(target, offset, length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    /** A stream that writes, whatever it is that came. Closing it closes the file. */
    public OutputStream outputStream(int index) {
        return new FileOutputStream(open(index));
    }

    /** A channel that reads the file. Closing it closes the file. */
    public FileChannel readableChannel(int index) {
        return new FileInputStream(open(index)).getChannel();
    }

    /** A channel that writes the file. Closing it closes the file. */
    public FileChannel writableChannel(int index) {
        return new FileOutputStream(open(index)).getChannel();
    }

    /**
     * The descriptor itself, such as for junixsocket's {@code FileDescriptorCast} where a socket is expected. Closing what
     * that makes of it shuts the socket down; it is {@link #close()} that gives the descriptor back.
     *
     * @throws IllegalStateException if the files were closed
     */
    public FileDescriptor descriptor(int index) {
        return open(index);
    }

    private synchronized FileDescriptor open(int index) {
        if (this.closed) {
            throw new IllegalStateException("The files were closed when the request had been answered; keep() them");
        }
        return this.files.get(index);
    }

    /** Leaves it to the caller to close the files, each by itself or all by {@link #close()}. */
    public synchronized ReceivedFiles keep() {
        this.kept = true;
        return this;
    }

    /** Closes what nobody has kept. */
    synchronized void closeUnlessKept() throws IOException {
        if (!this.kept) {
            close();
        }
    }

    /** Closes all of them. */
    @Override
    public synchronized void close() throws IOException {
        if (this.closed || this.files.isEmpty()) {
            return;
        }
        this.closed = true;
        IOException failure = null;
        for (FileDescriptor each : this.files) {
            try {
                Descriptor.free(each);
            } catch (IOException ex) {
                failure = ex;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
