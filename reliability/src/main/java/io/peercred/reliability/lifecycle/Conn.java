package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** A connection to a server by a socket of the JDK, and what its server owes it. */
final class Conn {

    static final Duration READ_TIMEOUT = Duration.ofMillis(300);

    private final PatientChannel channel;
    private final Server server;
    private final SplittableRandom bytes;
    private @Nullable String id;
    /** A request that has no reply yet. */
    private byte @Nullable [] asked;
    /** What is still to be sent of a frame, and since when. */
    private byte @Nullable [] rest;

    private byte @Nullable [] half;
    private long halfSince;

    Conn(Path path, Server server, long seed) throws IOException {
        this.channel = new PatientChannel(path);
        this.server = server;
        this.bytes = new SplittableRandom(seed);
    }

    Server server() {
        return this.server;
    }

    /** Whether it has had a reply. */
    boolean isKnown() {
        return this.id != null;
    }

    boolean isFree() {
        return this.asked == null && this.half == null;
    }

    boolean hasHalf() {
        return this.half != null;
    }

    /**
     * A request and its reply. False if the server has ended the connection instead, as it may where the machine is so busy
     * that the request took longer than the read-timeout.
     */
    boolean exchange(int size) throws IOException {
        long start = System.nanoTime();
        boolean answered;
        try {
            ask(size);
            answered = takeReplyOrEnd();
        } catch (IOException ex) { // The pipe is broken.
            answered = false;
        }
        boolean late = System.nanoTime() - start >= READ_TIMEOUT.toNanos();
        Violation.unless(answered || late, "no reply, but the end of " + this);
        return answered;
    }

    void ask(int size) throws IOException {
        byte[] request = new byte[size];
        this.bytes.nextBytes(request);
        this.channel.write(frame(request));
        this.asked = request;
    }

    private void takeReply() throws IOException {
        Violation.unless(takeReplyOrEnd(), "no reply, but the end of " + this);
    }

    /** False if the end came instead. */
    private boolean takeReplyOrEnd() throws IOException {
        byte[] request = this.asked;
        byte[] header = this.channel.read(Integer.BYTES);
        if (header.length == 0) {
            return false;
        }
        Violation.unless(header.length == Integer.BYTES, "half a reply on " + this);
        int length = ByteBuffer.wrap(header).getInt();
        Violation.unless(length >= 0 && length < 1 << 20, "a reply of " + length + " bytes");
        checkReply(request, this.channel.read(length));
        this.asked = null;
        return true;
    }

    private void checkReply(byte @Nullable [] request, byte[] reply) {
        int end = new String(reply, StandardCharsets.ISO_8859_1).indexOf('\n');
        Violation.unless(end > 0, "a reply without id");
        String from = new String(reply, 0, end, StandardCharsets.UTF_8);
        Violation.unless(this.id == null || this.id.equals(from), "a reply of connection " + from + ", not " + this.id);
        this.id = from;
        Violation.unless(
                Arrays.equals(request, Arrays.copyOfRange(reply, end + 1, reply.length)), "a reply to another request");
    }

    void sendHalf(int size) throws IOException {
        byte[] request = new byte[size];
        this.bytes.nextBytes(request);
        byte[] frame = frame(request);
        int cut = 1 + this.bytes.nextInt(frame.length - 1);
        this.channel.write(Arrays.copyOf(frame, cut));
        this.half = request;
        this.rest = Arrays.copyOfRange(frame, cut, frame.length);
        this.halfSince = System.nanoTime();
    }

    /**
     * Completes the frame, and takes the reply. False if the server has ended the connection instead, as it may once the
     * read-timeout has passed.
     */
    boolean sendRest() throws IOException {
        this.asked = this.half;
        this.half = null;
        boolean answered = sendRestOrFail() && takeReplyOrEnd();
        boolean late = System.nanoTime() - this.halfSince >= READ_TIMEOUT.toNanos();
        Violation.unless(answered || late, "the end of " + this + " before the read-timeout");
        return answered;
    }

    private boolean sendRestOrFail() {
        try {
            this.channel.write(this.rest == null ? new byte[0] : this.rest);
            return true;
        } catch (IOException ex) {
            return false; // The pipe is broken.
        }
    }

    void sendGarbage() throws IOException {
        byte[] garbage = new byte[8 + this.bytes.nextInt(64)];
        this.bytes.nextBytes(garbage);
        garbage[0] = (byte) (0x40 | this.bytes.nextInt(0x40)); // of a length that no frame may have
        this.channel.write(garbage);
    }

    /** The server has it end: first the reply that it owes, if it surely does, then nothing more. */
    void expectEnd(boolean owes) throws IOException {
        if (this.asked != null && owes) {
            takeReply();
        }
        byte[] more = this.channel.read(1 << 20);
        Violation.unless(more.length == 0 || this.asked != null, more.length + " bytes that nobody asked for");
        this.channel.close();
    }

    /** Has the server end it. */
    void cutByServer() throws IOException {
        if (this.id == null && isFree()) {
            exchange(1);
        }
        if (this.id == null) { // It has sent half a frame, or has ended already.
            close();
            return;
        }
        Violation.unless(this.server.closeConnection(this.id), "the server does not know " + this);
        expectEnd(false);
    }

    void close() throws IOException {
        this.channel.close();
    }

    private static byte[] frame(byte[] payload) {
        return ByteBuffer.allocate(Integer.BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    @Override
    public String toString() {
        return "connection " + this.id + " to " + this.server + (this.asked != null ? ", which has asked" : "")
                + (this.half != null ? ", which has sent half a frame" : "");
    }
}
