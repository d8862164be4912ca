package io.peercred.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionSlotsTests {

    private static final long ONE = 4_294_967_294L;
    private static final long OTHER = 2_147_483_648L;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void oneUserHasAsManyAsItsCapAndNotOneMore(int cap) {
        ConnectionSlots slots = new ConnectionSlots(cap + 1, cap);
        for (int i = 0; i < cap; i++) {
            assertThat(slots.acquire(ONE)).isTrue();
        }
        assertThat(slots.acquire(ONE)).isFalse();
        assertThat(slots.acquire(OTHER)).as("another user's").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 256})
    void allHaveAsManyAsTheCapAndNotOneMore(int cap) {
        ConnectionSlots slots = new ConnectionSlots(cap, cap);
        for (long uid = 0; uid < cap; uid++) {
            assertThat(slots.acquire(uid)).isTrue();
        }
        assertThat(slots.acquire(ONE)).isFalse();
    }

    @Test
    void whatWasRefusedTakesNoPlace() {
        ConnectionSlots slots = new ConnectionSlots(3, 2);
        assertThat(slots.acquire(ONE)).isTrue();
        assertThat(slots.acquire(ONE)).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(slots.acquire(ONE)).isFalse();
        }
        assertThat(slots.acquire(OTHER)).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(slots.acquire(OTHER)).isFalse();
        }
        slots.release(OTHER);
        assertThat(slots.acquire(ONE)).isFalse();
        assertThat(slots.acquire(OTHER)).isTrue();
    }

    @Test
    void oneThatEndsMakesRoomForOne() {
        ConnectionSlots slots = new ConnectionSlots(2, 2);
        for (int round = 0; round < 3; round++) {
            assertThat(slots.acquire(ONE)).isTrue();
            assertThat(slots.acquire(ONE)).isTrue();
            slots.release(ONE);
            assertThat(slots.acquire(ONE)).isTrue();
            assertThat(slots.acquire(ONE)).isFalse();
            slots.release(ONE);
            slots.release(ONE);
        }
    }

    @Test
    void whoEndsOneOfManyHasTheOthersStill() {
        ConnectionSlots slots = new ConnectionSlots(10, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(slots.acquire(ONE)).isTrue();
        }
        slots.release(ONE);
        assertThat(slots.acquire(ONE)).isTrue();
        assertThat(slots.acquire(ONE)).isFalse();
    }
}
