package io.peercred.template;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorAccess;

import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.PeercredHeaders;
import io.peercred.connection.ReceivedFiles;
import io.peercred.credentials.SenderCredentials;

/** Makes what is sent of a payload and of the headers that travel with it. */
public final class OutgoingMessages {

    private OutgoingMessages() {}

    /**
     * Takes {@link PeercredHeaders#SENDER_CREDENTIALS} and {@link PeercredHeaders#SEND_FILES} from the headers.
     *
     * @throws IllegalArgumentException if a header's value is not what it must be
     */
    public static OutgoingMessage of(byte[] payload, Map<String, ?> headers) {
        Object sender = headers.get(PeercredHeaders.SENDER_CREDENTIALS);
        if (sender != null && !(sender instanceof SenderCredentials)) {
            throw wrong(PeercredHeaders.SENDER_CREDENTIALS, sender, "a SenderCredentials");
        }
        Object files = headers.get(PeercredHeaders.SEND_FILES);
        if (sender == null && files == null) {
            return OutgoingMessage.of(payload);
        }
        return new OutgoingMessage(payload, (SenderCredentials) sender, descriptors(files));
    }

    private static List<FileDescriptor> descriptors(@Nullable Object files) {
        List<FileDescriptor> descriptors = new ArrayList<>();
        try {
            addTo(descriptors, files);
        } catch (IOException ex) {
            throw new IllegalArgumentException("A file of the header " + PeercredHeaders.SEND_FILES + " is closed", ex);
        }
        return descriptors;
    }

    private static void addTo(List<FileDescriptor> descriptors, @Nullable Object file) throws IOException {
        if (file == null) {
            return;
        }
        if (file instanceof Collection<?> several) {
            for (Object each : several) {
                addTo(descriptors, each);
            }
        } else if (file instanceof ReceivedFiles received) {
            for (int i = 0; i < received.size(); i++) {
                descriptors.add(received.descriptor(i));
            }
        } else {
            descriptors.add(descriptor(file));
        }
    }

    private static FileDescriptor descriptor(Object file) throws IOException {
        if (file instanceof FileDescriptor descriptor) {
            return descriptor;
        }
        if (file instanceof FileInputStream stream) {
            return stream.getFD();
        }
        if (file instanceof FileOutputStream stream) {
            return stream.getFD();
        }
        if (file instanceof RandomAccessFile random) {
            return random.getFD();
        }
        if (file instanceof FileDescriptorAccess socket) {
            return socket.getFileDescriptor();
        }
        throw wrong(
                PeercredHeaders.SEND_FILES,
                file,
                "a FileInputStream, FileOutputStream, RandomAccessFile, FileDescriptor, a socket of junixsocket or a"
                        + " collection of these"
                        + (file instanceof FileChannel
                                ? "; Java does not tell a FileChannel's descriptor, so pass the stream that it is of"
                                : ""));
    }

    private static IllegalArgumentException wrong(String header, Object value, String expected) {
        return new IllegalArgumentException(
                "The header " + header + " is a " + value.getClass().getName() + "; it must be " + expected);
    }
}
