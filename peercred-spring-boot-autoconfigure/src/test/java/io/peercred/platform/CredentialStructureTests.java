package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What other systems say of a peer, by vectors of bytes that were written down from the documented layouts: pid 4711
 * (0x1267), uid 3000000000 (0xB2D05E00), euid 1001 (0x03E9), gid 4294967294, groups 100 (0x64) and 7. Big-endian as one
 * reads them, little-endian with the bytes of each word turned around.
 */
class CredentialStructureTests {

    private static final String NO_GROUP = "00000000 ";

    @Test
    void ucredOfLinux() {
        String bytes = "00001267 B2D05E00 FFFFFFFE";
        Ucred expected = new Ucred(4711, (int) 3_000_000_000L, -2);
        assertThat(Ucred.decode(bigEndian(bytes))).isEqualTo(expected);
        assertThat(Ucred.decode(littleEndian("67120000 005ED0B2 FEFFFFFF"))).isEqualTo(expected);
    }

    @Test
    void xucredOfMacOsHasNoPid() throws IOException {
        Xucred expected = new Xucred(3_000_000_000L, List.of(4_294_967_294L, 100L), null);
        assertThat(Xucred.decode(bigEndian("00000000 B2D05E00 0002 0000 FFFFFFFE 00000064 " + NO_GROUP.repeat(14))))
                .isEqualTo(expected);
        assertThat(Xucred.decode(littleEndian("00000000 005ED0B2 0200 0000 FEFFFFFF 64000000 " + NO_GROUP.repeat(14))))
                .isEqualTo(expected);
    }

    @Test
    void xucredOfFreeBsdHasThePidBehindItsPadding() throws IOException {
        Xucred expected = new Xucred(1001, List.of(4_294_967_294L, 100L, 7L), 4711);
        assertThat(Xucred.decode(bigEndian("00000000 000003E9 0003 0000 FFFFFFFE 00000064 00000007 "
                        + NO_GROUP.repeat(13) + "00000000 00001267 00000000")))
                .isEqualTo(expected);
        assertThat(Xucred.decode(littleEndian("00000000 E9030000 0300 0000 FEFFFFFF 64000000 07000000 "
                        + NO_GROUP.repeat(13) + "00000000 67120000 00000000")))
                .isEqualTo(expected);
    }

    @Test
    void xucredOfAnOlderFreeBsdLeavesThePidZero() throws IOException {
        assertThat(Xucred.decode(littleEndian("00000000 E9030000 0100 0000 64000000 " + NO_GROUP.repeat(18))))
                .isEqualTo(new Xucred(1001, List.of(100L), null));
    }

    @Test
    void xucredCanBeFullOfGroups() throws IOException {
        ByteBuffer words = ByteBuffer.allocate(Xucred.FREEBSD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(0).putInt(1001).putShort((short) 16).putShort((short) 0);
        IntStream.rangeClosed(1, 16).forEach(words::putInt);
        assertThat(Xucred.decode(words.position(0)).groups())
                .isEqualTo(LongStream.rangeClosed(1, 16).boxed().toList());
    }

    @Test
    void cmsgcredOfFreeBsdTellsRealFromEffective() throws IOException {
        Cmsgcred expected = new Cmsgcred(4711, 3_000_000_000L, 1001, 4_294_967_294L, List.of(100L, 7L));
        assertThat(Cmsgcred.decode(bigEndian(
                        "00001267 B2D05E00 000003E9 FFFFFFFE 0002 0000 00000064 00000007 " + NO_GROUP.repeat(14))))
                .isEqualTo(expected);
        assertThat(Cmsgcred.decode(littleEndian(
                        "67120000 005ED0B2 E9030000 FEFFFFFF 0200 0000 64000000 07000000 " + NO_GROUP.repeat(14))))
                .isEqualTo(expected);
    }

    @Test
    void sockcred2OfFreeBsdHasAsManyGroupsAsItSays() throws IOException {
        Sockcred2 expected = new Sockcred2(4711, 3_000_000_000L, 1001, 4_294_967_294L, 100, List.of(100L, 7L));
        assertThat(Sockcred2.decode(
                        bigEndian("00000000 00001267 B2D05E00 000003E9 FFFFFFFE 00000064 00000002 00000064 00000007")))
                .isEqualTo(expected);
        assertThat(Sockcred2.decode(littleEndian(
                        "00000000 67120000 005ED0B2 E9030000 FEFFFFFF 64000000 02000000 64000000 07000000")))
                .isEqualTo(expected);
        assertThat(Sockcred2.decode(
                                bigEndian("00000000 00001267 B2D05E00 000003E9 FFFFFFFE 00000064 00000000 DEADBEEF"))
                        .groups())
                .isEmpty();
    }

    @Test
    void sockpeercredOfOpenBsdBeginsWithTheUid() throws IOException {
        Sockpeercred expected = new Sockpeercred(3_000_000_000L, 4_294_967_294L, 4711);
        assertThat(Sockpeercred.decode(bigEndian("B2D05E00 FFFFFFFE 00001267"))).isEqualTo(expected);
        assertThat(Sockpeercred.decode(littleEndian("005ED0B2 FEFFFFFF 67120000")))
                .isEqualTo(expected);
    }

    @Test
    void unpcbidOfNetBsdBeginsWithThePid() throws IOException {
        Unpcbid expected = new Unpcbid(4711, 3_000_000_000L, 4_294_967_294L);
        assertThat(Unpcbid.decode(bigEndian("00001267 B2D05E00 FFFFFFFE"))).isEqualTo(expected);
        assertThat(Unpcbid.decode(littleEndian("67120000 005ED0B2 FEFFFFFF"))).isEqualTo(expected);
    }

    private interface Decoder {
        Object decode(ByteBuffer words) throws IOException;
    }

    @Test
    void whatIsCutShortIsNoAnswer() {
        assertCutShort(Xucred::decode, Xucred.DARWIN_BYTES, "xucred");
        assertCutShort(Cmsgcred::decode, Cmsgcred.BYTES, "cmsgcred");
        assertCutShort(Sockcred2::decode, Sockcred2.FIXED_BYTES, "sockcred2");
        assertCutShort(Sockpeercred::decode, Sockpeercred.BYTES, "sockpeercred");
        assertCutShort(Unpcbid::decode, Unpcbid.BYTES, "unpcbid");
    }

    private static void assertCutShort(Decoder decoder, int bytes, String structure) {
        assertThatIOException()
                .isThrownBy(() -> decoder.decode(ByteBuffer.allocate(bytes - 1)))
                .withMessage("struct %s: %d bytes instead of %d", structure, bytes - 1, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0011", "FFFF", "0000"})
    void aCountOfGroupsThatCannotBeIsNoAnswer(String count) {
        assertThatIOException()
                .isThrownBy(
                        () -> Xucred.decode(bigEndian("00000000 000003E9 " + count + " 0000 " + NO_GROUP.repeat(16))))
                .withMessageEndingWith(" groups");
    }

    @Test
    void moreGroupsThanThereAreBytesIsNoAnswer() {
        assertThatIOException()
                .isThrownBy(() -> Sockcred2.decode(
                        bigEndian("00000000 00001267 B2D05E00 000003E9 FFFFFFFE 00000064 00000002 00000064")))
                .withMessage("struct sockcred2: 2 groups");
        assertThatIOException()
                .isThrownBy(() -> Cmsgcred.decode(
                        bigEndian("00001267 B2D05E00 000003E9 FFFFFFFE 0011 0000 " + NO_GROUP.repeat(16))))
                .withMessage("struct cmsgcred: 17 groups");
    }

    @Test
    void aVersionThatIsNotDocumentedIsNoAnswer() {
        assertThatIOException()
                .isThrownBy(() -> Xucred.decode(bigEndian("00000001 000003E9 0001 0000 " + NO_GROUP.repeat(16))))
                .withMessage("struct xucred: version 1 is unknown");
        assertThatIOException()
                .isThrownBy(() -> Sockcred2.decode(bigEndian("00000001 " + NO_GROUP.repeat(6))))
                .withMessage("struct sockcred2: version 1 is unknown");
    }

    private static ByteBuffer bigEndian(String hex) {
        return bytes(hex).order(ByteOrder.BIG_ENDIAN);
    }

    private static ByteBuffer littleEndian(String hex) {
        return bytes(hex).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Behind other bytes, as in a control message. */
    private static ByteBuffer bytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return ByteBuffer.allocate(16 + bytes.length).put(16, bytes).position(16);
    }
}
