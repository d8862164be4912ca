package io.peercred.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

import com.sun.management.ThreadMXBean;

/** Bodies too large for the memory: no two parts are alike, and what the thread takes for them is counted. */
final class Pattern {

    private Pattern() {}

    static void write(OutputStream out, long length) throws IOException {
        byte[] part = new byte[10_000];
        for (long done = 0; done < length; done += part.length) {
            for (int i = 0; i < 8; i++) {
                part[i] = (byte) (done >>> 8 * i);
            }
            out.write(part, 0, (int) Math.min(part.length, length - done));
        }
    }

    /** Of all that {@link #write} writes. */
    static long checksum(long length) throws IOException {
        CRC32 checksum = new CRC32();
        write(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum), length);
        return checksum.getValue();
    }

    /** Of all that comes. */
    static long checksum(InputStream in) throws IOException {
        CRC32 checksum = new CRC32();
        new CheckedInputStream(in, checksum).transferTo(OutputStream.nullOutputStream());
        return checksum.getValue();
    }

    /** How many bytes this thread has taken from the heap so far. */
    static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
