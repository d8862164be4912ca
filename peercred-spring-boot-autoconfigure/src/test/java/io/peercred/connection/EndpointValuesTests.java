package io.peercred.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UserNamespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EndpointValuesTests {

    private static final FrameCodec LENGTH = Frames.codec("length-header");
    private static final FrameCodec LF = Frames.codec("lf");
    private static final PeerPolicy ANYBODY =
            new PeerPolicy(Set.of(4294967294L), Set.of(), new UserNamespace(true, 65534, 65534));

    private static void assertInvalid(ThrowingCallable call, String problem, String advice) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(call)
                .withMessageContaining(problem)
                .satisfies(ex -> assertThat(ex.action()).contains(advice));
    }

    @Test
    void aPathHasOneHundredAndSevenBytes() {
        String longest = "/" + "a".repeat(106);
        assertThat(EndpointValues.address("p", longest)).isEqualTo(new UnixAddress(longest));
        assertInvalid(() -> EndpointValues.address("p", longest + "a"), "p: the path", "at most 107 bytes");
    }

    @Test
    void aNumberIsAtLeastOne() {
        assertThat(EndpointValues.positive("p", 1)).isEqualTo(1);
        assertThat(EndpointValues.positive("p", Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertInvalid(() -> EndpointValues.positive("p", 0), "p: 0 is less than 1", "at least 1");
        assertInvalid(() -> EndpointValues.positive("p", Integer.MIN_VALUE), "is less than 1", "at least 1");
    }

    @Test
    void aWaitHasAnEndAndABeginning() {
        assertThat(EndpointValues.positive("p", Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(1));
        assertInvalid(() -> EndpointValues.positive("p", Duration.ZERO), "no time to wait", "positive");
        assertInvalid(() -> EndpointValues.positive("p", Duration.ofNanos(-1)), "no time to wait", "positive");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 16777216, 2147483639})
    void aMessageFitsIntoAnArray(long bytes) {
        assertThat(EndpointValues.maxMessageSize("p", DataSize.ofBytes(bytes))).isEqualTo((int) bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 2147483640L, 2147483647L, 2147483648L, 4294967297L, Long.MAX_VALUE})
    void whatDoesNotIsRefused(long bytes) {
        assertInvalid(
                () -> EndpointValues.maxMessageSize("p", DataSize.ofBytes(bytes)),
                "is not between 1B and 2147483639B",
                "1MB");
    }

    @Test
    void theKernelPassesTwoHundredAndFiftyThreeFiles() {
        assertThat(EndpointValues.maxFileDescriptors("p", 0)).isZero();
        assertThat(EndpointValues.maxFileDescriptors("p", 253)).isEqualTo(253);
        assertInvalid(() -> EndpointValues.maxFileDescriptors("p", -1), "-1 is not between 0 and 253", "0 takes none");
        assertInvalid(() -> EndpointValues.maxFileDescriptors("p", 254), "254 is not between", "0 takes none");
    }

    @Test
    void aCodecIsANamedOneOrABean() {
        FrameCodec own = new RawCodec();
        assertThat(EndpointValues.codec("p", "lf", Map.of("lf", own))).isSameAs(LF);
        assertThat(EndpointValues.codec("p", "own", Map.of("own", own))).isSameAs(own);
        assertInvalid(
                () -> EndpointValues.codec("p", "none", Map.of("own", own)),
                "there is no codec 'none'",
                "[crlf, length-header, lf, nul, raw, own]");
    }

    @Test
    void errorsAndTracesTakeTheCodecThatCanTellThemApart() {
        assertThat(EndpointValues.errorReplies("e.", true, LENGTH)).isTrue();
        assertThat(EndpointValues.errorReplies("e.", false, LENGTH)).isFalse();
        assertThat(EndpointValues.errorReplies("e.", false, LF)).isFalse();
        assertInvalid(() -> EndpointValues.errorReplies("e.", true, LF), "e.error-replies: only", "e.codec=length");
        assertThat(EndpointValues.tracePropagation("k", "e.", true, LENGTH)).isTrue();
        assertThat(EndpointValues.tracePropagation("k", "e.", false, LENGTH)).isFalse();
        assertThat(EndpointValues.tracePropagation("k", "e.", false, LF)).isFalse();
        assertInvalid(
                () -> EndpointValues.tracePropagation("k", "e.", true, LF), "and e has another", "e.codec=length");
        assertInvalid(
                () -> EndpointValues.tracePropagation("k", "", true, LF),
                "and the endpoint has another",
                "codec=length");
    }

    @Test
    void aPoolMayKeepNoConnectionButMustAllowOne() {
        Duration second = Duration.ofSeconds(1);
        assertThat(EndpointValues.pool("p.", 1, 0, null, second)).isEqualTo(new PoolSettings(1, 0, null, second));
        assertThat(EndpointValues.pool("p.", 2, 3, second, second)).isEqualTo(new PoolSettings(2, 3, second, second));
        assertInvalid(() -> EndpointValues.pool("p.", 1, -1, null, second), "p.max-idle: -1 is negative", "0 to keep");
        assertInvalid(() -> EndpointValues.pool("p.", 0, 1, null, second), "p.max-active: 0", "at least 1");
        assertInvalid(() -> EndpointValues.pool("p.", 1, 1, Duration.ZERO, second), "p.max-wait: ", "positive");
        assertInvalid(() -> EndpointValues.pool("p.", 1, 1, null, Duration.ZERO), "p.max-idle-time: ", "positive");
    }

    @Test
    void anAbstractNameHasNoFile() {
        UnixAddress name = new UnixAddress("@a");
        assertThat(EndpointValues.file("p.", name, null, null, null, true, ANYBODY))
                .isEqualTo(new SocketFile(0666, null, null, true));
        assertInvalid(
                () -> EndpointValues.file("p.", name, "0600", null, null, true, ANYBODY), "p.file-mode: ", "Remove");
        assertInvalid(
                () -> EndpointValues.file("p.", name, null, "0", null, true, ANYBODY), "p.file-owner: ", "Remove");
        assertInvalid(
                () -> EndpointValues.file("p.", name, null, null, "0", true, ANYBODY), "p.file-group: ", "Remove");
        assertThat(EndpointValues.file("p.", new UnixAddress("/a"), "0640", "4294967294", "7", false, ANYBODY))
                .isEqualTo(new SocketFile(0640, 4294967294L, 7L, false));
    }
}
