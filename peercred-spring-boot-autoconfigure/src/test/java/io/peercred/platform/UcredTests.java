package io.peercred.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UcredTests {

    @Test
    void theThreeWordsArePidUidAndGidInTheMachinesOrder() {
        assertThat(Ucred.decode(words(4711, 1001, 100))).isEqualTo(new Ucred(4711, 1001, 100));
    }

    @Test
    void idsAreTheBitsOfUnsignedNumbers() {
        Ucred ucred = Ucred.decode(words(0, (int) 3_000_000_000L, -2));
        assertThat(Integer.toUnsignedLong(ucred.uid())).isEqualTo(3_000_000_000L);
        assertThat(Integer.toUnsignedLong(ucred.gid())).isEqualTo(4_294_967_294L);
    }

    private static ByteBuffer words(int pid, int uid, int gid) {
        return ByteBuffer.allocate(Ucred.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(pid)
                .putInt(uid)
                .putInt(gid)
                .flip();
    }

    @Test
    void whatIsWrittenIsReadWhereverItStands() {
        ByteBuffer words = ByteBuffer.allocate(4 + Ucred.BYTES).order(ByteOrder.nativeOrder());
        Ucred ucred = new Ucred(Integer.MAX_VALUE, -2, Integer.MIN_VALUE);
        ucred.encode(words, 4);
        assertThat(words.getInt(0)).isZero();
        assertThat(Ucred.decode(words, 4)).isEqualTo(ucred);
        assertThat(Ucred.decode(words.position(4))).isEqualTo(ucred);
    }
}
