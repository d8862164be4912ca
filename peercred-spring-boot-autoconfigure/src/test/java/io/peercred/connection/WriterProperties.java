package io.peercred.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;

import static org.assertj.core.api.Assertions.assertThat;

/** A frame is its one writer's or nobody's, whoever else writes to its connection, and in whatever pieces. */
class WriterProperties {

    private static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "@clock");
    private static final int PID = (int) ProcessHandle.current().pid();
    private static final int LARGEST = 100_000;

    private static final Deadlines DEADLINES = new Deadlines();

    /** Bytes that one user writes at once. */
    record Piece(int uid, int length) {}

    /** Which of the writers a frame is served as; its bytes. */
    record Served(long uid, String payload) {}

    @BeforeContainer
    static void needsRoot() {
        Needs.root();
    }

    @AfterContainer
    static void close() {
        DEADLINES.close();
    }

    /** Of few users, so that neighbours often are the same; -2 is one whose number needs all 32 bits. */
    @Provide
    Arbitrary<Piece> pieces() {
        return Combinators.combine(
                        Arbitraries.of(1001, 1001, 1001, 1002, -2),
                        Arbitraries.integers().between(1, 60))
                .as(Piece::new);
    }

    @Property(tries = 400)
    void aFrameIsItsOneWritersOrNobodys(
            @ForAll("codecs") String codec,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 40) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 300) int times,
            @ForAll @Size(min = 1, max = 10) List<@From("pieces") Piece> pieces)
            throws IOException {
        List<String> payloads = IntStream.range(0, lengths.size())
                .mapToObj(i -> Character.toString('a' + i).repeat(lengths.get(i) * times))
                .toList();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (String each : payloads) {
            stream.writeBytes(Frames.encode(codec, each));
            ends.add(stream.size());
        }
        List<Piece> written = cut(stream.size(), pieces);

        List<Served> expected = new ArrayList<>();
        boolean mixed = false;
        for (int i = 0; i < ends.size() && !mixed; i++) {
            Set<Integer> writers = writers(written, i == 0 ? 0 : ends.get(i - 1), ends.get(i));
            mixed = writers.size() > 1;
            if (!mixed) {
                long uid = Integer.toUnsignedLong(writers.iterator().next());
                expected.add(new Served(uid, payloads.get(i)));
            }
        }
        List<Served> served = new ArrayList<>();
        assertThat(exchange(codec, stream.toByteArray(), written, served)).isEqualTo(mixed);
        assertThat(served).isEqualTo(expected);
    }

    /** As many of the pieces, again and again, as the stream takes; some dozens, which fit a socket's buffer. */
    private static List<Piece> cut(int size, List<Piece> pieces) {
        List<Piece> cut = new ArrayList<>();
        for (int at = 0; at < size; at += cut.get(cut.size() - 1).length()) {
            Piece next = pieces.get(cut.size() % pieces.size());
            cut.add(new Piece(next.uid(), Math.min(next.length() + size / 64, size - at)));
        }
        return cut;
    }

    /** Who has written the bytes from one place to another. */
    private static Set<Integer> writers(List<Piece> written, int from, int to) {
        Set<Integer> writers = new HashSet<>();
        int at = 0;
        for (Piece each : written) {
            if (at < to && at + each.length() > from) {
                writers.add(each.uid());
            }
            at += each.length();
        }
        return writers;
    }

    /** Writes all, then reads all; true if that ended with a frame of several writers. */
    private static boolean exchange(String codec, byte[] stream, List<Piece> pieces, List<Served> served)
            throws IOException {
        int[] pair = UnixSockets.openPair();
        try {
            UnixSockets.passCredentials(pair[0]);
            ByteBuffer bytes = ByteBuffer.allocateDirect(stream.length).put(stream);
            AncillaryData out = new AncillaryData(false);
            bytes.flip().limit(0);
            for (Piece each : pieces) {
                bytes.limit(bytes.limit() + each.length());
                while (bytes.hasRemaining()) {
                    out.send(pair[1], bytes, new Ucred(PID, each.uid(), each.uid()));
                }
            }
        } finally {
            UnixSockets.close(pair[1]);
        }
        return read(pair[0], codec, served);
    }

    @Provide
    Arbitrary<String> codecs() {
        return Arbitraries.of("length-header", "crlf", "lf", "nul");
    }

    /** Reads all frames; true if that ended with one of several writers. */
    private static boolean read(int fd, String codec, List<Served> served) throws IOException {
        VerifiedConnection connection = VerifiedConnection.adopt(
                fd, Ancillary.CREDENTIALS, CLOCK, PeerCredentials.self(), null, DEADLINES, UnixSockets::close);
        try (FramedConnection frames =
                FramedConnection.over(connection, Frames.codec(codec), LARGEST, new FrameAncillary(CLOCK, true, 0))) {
            while (frames.awaitFrame()) {
                Ucred writer = Objects.requireNonNull(frames.beginFrame());
                String payload = Frames.text(frames.readFrame());
                frames.endFrame().close();
                served.add(new Served(Integer.toUnsignedLong(writer.uid()), payload));
            }
            return false;
        } catch (PeerRejectedException ex) {
            assertThat(ex.reason()).isEqualTo(Reason.SEVERAL_WRITERS);
            return true;
        }
    }
}
