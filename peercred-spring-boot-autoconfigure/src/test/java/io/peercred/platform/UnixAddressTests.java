package io.peercred.platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UnixAddressTests {

    @ParameterizedTest
    @ValueSource(strings = {"/", "@"})
    void takesOneHundredAndSevenBytesAndNotOneMore(String start) {
        String longest = start.equals("/") ? "/" + "a".repeat(106) : "@" + "a".repeat(107);
        assertThat(new UnixAddress(longest).toSockaddr()).hasSize(110);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress(longest + "a"))
                .withMessageContainingAll(longest + "a", "has 108 bytes in UTF-8", "at most 107");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(new UnixAddress("/" + "é".repeat(53)).path()).hasSize(54);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress("/a" + "é".repeat(53)))
                .withMessageContaining("108 bytes");
    }

    @Test
    void theAddressOfAFileEndsWithZero() {
        assertThat(new UnixAddress("/é").toSockaddr()).containsExactly(1, 0, '/', 0xC3, 0xA9, 0);
        assertThat(new UnixAddress("/é").isAbstract()).isFalse();
    }

    @Test
    void anAbstractAddressBeginsWithZeroAndEndsWithItsLastByte() {
        assertThat(new UnixAddress("@ab").toSockaddr()).containsExactly(1, 0, 0, 'a', 'b');
        assertThat(new UnixAddress("@ab").isAbstract()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@"})
    void anEmptyPathIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress(path))
                .withMessage("the path is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clock.sock", "./clock.sock", " /clock.sock", "~/clock.sock"})
    void aPathThatIsNotAbsoluteIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress(path))
                .withMessageContaining("'" + path + "' is neither absolute nor an abstract '@name'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/a\0b", "@a\0b", "/\0"})
    void aZeroCharacterIsRefusedSinceTheKernelWouldCutThere(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress(path))
                .withMessageContaining("zero character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/\uD800.sock", "@\uDC00"})
    void textThatUtf8CannotCarryIsRefusedSinceItWouldBecomeAnotherPath(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixAddress(path))
                .withMessageContaining("surrogate");
    }
}
