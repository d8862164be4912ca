package io.peercred.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserDatabase;
import io.peercred.platform.UserNamespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExpectedIdsTests {

    private static final ExpectedIds WHOLE = new ExpectedIds(new UserNamespace(true, 65534, 65533));
    private static final ExpectedIds PARTIAL = new ExpectedIds(new UserNamespace(false, 65534, 65533));
    /** Names whose ids are not 0, which would look the same as none. */
    private static final long DAEMON = idOf("daemon", UserDatabase::uid);

    private static final long TTY = idOf("tty", UserDatabase::gid);
    private static final String NOBODY_HAS_IT = "no-such-name-anywhere";

    private interface LookUp {
        OptionalLong id(String name) throws IOException;
    }

    private static long idOf(String name, LookUp lookUp) {
        try {
            return lookUp.id(name).orElseThrow();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Expectations uids(String... values) {
        return new Expectations(List.of(values), null, null, null, null, null);
    }

    private static Expectations users(String... values) {
        return new Expectations(null, List.of(values), null, null, null, null);
    }

    private static Expectations gids(String... values) {
        return new Expectations(null, null, List.of(values), null, null, null);
    }

    private static Expectations groups(String... values) {
        return new Expectations(null, null, null, List.of(values), null, null);
    }

    /** Each way in which an id is written, of a value. */
    private static List<Function<String, Long>> ways() {
        return List.of(
                value -> only(WHOLE.users("", uids(value))),
                value -> only(WHOLE.groups("", gids(value))),
                value -> WHOLE.userOrGroup("p", "uid:" + value).id(),
                value -> WHOLE.userOrGroup("p", "gid:" + value).id());
    }

    private static long only(Set<Long> ids) {
        assertThat(ids).hasSize(1);
        return ids.iterator().next();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65534, 2147483647L, 2147483648L, 4294967293L, 4294967294L})
    void anIdIsEveryNumberThatCanBeSet(long id) {
        assertThat(ways())
                .allSatisfy(way -> assertThat(way.apply(Long.toString(id))).isEqualTo(id));
        assertThat(ExpectedIds.owner("p", Long.toString(id))).isEqualTo(id);
        assertThat(ExpectedIds.group("p", Long.toString(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "4294967296", "9999999999", "00", "01", "18446744073709551616"})
    void whatIsNoIdIsRefusedAsOne(String value) {
        assertThat(ways())
                .allSatisfy(way -> assertInvalid(() -> way.apply(value), "'" + value + "' is not an id", "4294967294"));
        assertInvalid(() -> ExpectedIds.owner("p", value), "'" + value + "' is not an id", "4294967294");
        assertInvalid(() -> ExpectedIds.group("p", value), "'" + value + "' is not an id", "4294967294");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1 ", "0x0", "root", "١"})
    void whatIsNoNumberIsNoId(String value) {
        assertThat(ways()).allSatisfy(way -> assertInvalid(() -> way.apply(value), "is not an id", "4294967294"));
    }

    @Test
    void theAdviceNamesTheKeyThatWouldTakeIt() {
        assertInvalid(
                () -> WHOLE.users("peercred.", uids("bob")),
                "peercred.expected-uid: 'bob' is not an id",
                "without leading zeros, or self for the process's own; a name goes into expected-user.");
        assertInvalid(
                () -> WHOLE.groups("peercred.", gids("ops")),
                "peercred.expected-gid: ",
                "zeros; a name goes into expected-group.");
        assertInvalid(() -> ExpectedIds.owner("p", "00"), "p: ", "without leading zeros.");
        assertInvalid(() -> WHOLE.users("", users("77777")), "no user '77777'", "; a number goes into expected-uid.");
        assertInvalid(() -> WHOLE.groups("", groups("77777")), "no group '77777'", "a number goes into expected-gid.");
        assertInvalid(() -> WHOLE.users("", users(NOBODY_HAS_IT)), "no user", "'getent passwd' finds.");
        assertInvalid(() -> WHOLE.groups("", groups(NOBODY_HAS_IT)), "no group", "'getent group' finds.");
        assertInvalid(() -> ExpectedIds.owner("p", NOBODY_HAS_IT), "no user", "'getent passwd' finds.");
        assertInvalid(() -> ExpectedIds.group("p", NOBODY_HAS_IT), "no group", "'getent group' finds.");
    }

    @Test
    void selfIsThisProcessAsAUserAndNoGroup() {
        assertThat(WHOLE.users("", uids("self"))).containsExactly(NativeSupport.effectiveUid());
        assertThat(WHOLE.userOrGroup("p", "uid:self").id()).isEqualTo(NativeSupport.effectiveUid());
        assertInvalid(() -> WHOLE.groups("", gids("self")), "'self' is not an id", "zeros; a name");
        assertInvalid(() -> WHOLE.userOrGroup("p", "gid:self"), "'self' is not an id", "group:NAME");
    }

    @Test
    void aNameIsLookedUpAmongItsOwnKind() {
        assertThat(WHOLE.users("", users("daemon", "root"))).containsExactly(DAEMON, 0L);
        assertThat(WHOLE.groups("", groups("tty", "root"))).containsExactly(TTY, 0L);
        assertThat(ExpectedIds.owner("p", "daemon")).isEqualTo(DAEMON);
        assertThat(ExpectedIds.group("p", "tty")).isEqualTo(TTY);
        assertThat(WHOLE.userOrGroup("p", "user:daemon")).isEqualTo(new UserOrGroup(false, DAEMON));
        assertThat(WHOLE.userOrGroup("p", "group:tty")).isEqualTo(new UserOrGroup(true, TTY));
    }

    @Test
    void idsAndNamesAddUp() {
        assertThat(WHOLE.users("", new Expectations(List.of("77", "77"), List.of("daemon"), null, null, null, null)))
                .containsExactly(77L, DAEMON);
        assertThat(WHOLE.groups("", new Expectations(null, null, List.of("77"), List.of("tty"), null, null)))
                .containsExactly(77L, TTY);
    }

    @ParameterizedTest
    @CsvSource({"uid, self", "user, backup", "gid, 100", "group, backup"})
    void whatIsSetButEmptyExpectsNobody(String key, String example) {
        for (List<String> empty : List.of(List.<String>of(), List.of(""), List.of("0", " "))) {
            Expectations expected = new Expectations(
                    key.equals("uid") ? empty : null,
                    key.equals("user") ? empty : null,
                    key.equals("gid") ? empty : null,
                    key.equals("group") ? empty : null,
                    null,
                    null);
            assertInvalid(
                    () -> {
                        WHOLE.users("p.", expected);
                        WHOLE.groups("p.", expected);
                    },
                    "p.expected-" + key + ": is set but empty",
                    "such as p.expected-" + key + "=" + example + ", or");
        }
    }

    @Test
    void whatIsNotSetIsNobody() {
        Expectations nobody = new Expectations(null, null, null, null, null, null);
        assertThat(WHOLE.users("", nobody)).isEmpty();
        assertThat(WHOLE.groups("", nobody)).isEmpty();
        assertThat(ExpectedIds.owner("p", null)).isNull();
        assertThat(ExpectedIds.group("p", null)).isNull();
        assertInvalid(() -> ExpectedIds.owner("p", " "), "is set but empty", "or remove the key");
        assertInvalid(() -> ExpectedIds.group("p", ""), "is set but empty", "or remove the key");
    }

    @Test
    void anOverflowIdCannotBeExpectedWhereItStandsForOthers() {
        assertInvalid(() -> PARTIAL.users("", uids("65534")), "65534 is the overflow id", "uid_map");
        assertInvalid(() -> PARTIAL.groups("", gids("65533")), "65533 is the overflow id", "gid_map");
        assertInvalid(() -> PARTIAL.userOrGroup("p", "uid:65534"), "overflow", "");
        assertInvalid(() -> PARTIAL.userOrGroup("p", "gid:65533"), "overflow", "");
        assertThat(PARTIAL.users("", uids("65533", "65535"))).containsExactly(65533L, 65535L);
        assertThat(PARTIAL.groups("", gids("65534", "65532"))).containsExactly(65534L, 65532L);
        assertThat(WHOLE.users("", uids("65534"))).containsExactly(65534L);
    }

    @Test
    void aNameOfTheOverflowIdCannotEither() {
        ExpectedIds daemonIsOverflow = new ExpectedIds(new UserNamespace(false, DAEMON, TTY));
        assertInvalid(() -> daemonIsOverflow.users("", users("daemon")), DAEMON + " is the overflow id", "");
        assertInvalid(() -> daemonIsOverflow.groups("", groups("tty")), TTY + " is the overflow id", "");
        assertInvalid(() -> daemonIsOverflow.userOrGroup("p", "user:daemon"), DAEMON + " is the overflow id", "");
        assertInvalid(() -> daemonIsOverflow.userOrGroup("p", "group:tty"), TTY + " is the overflow id", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1001", ":1001", "pid:1", "uid", "UID:1", " uid:1"})
    void aWordSaysOfWhatKindItIs(String word) {
        assertInvalid(() -> WHOLE.userOrGroup("p", word), "p: '" + word + "' does not say of what kind", "uid:self");
    }

    private static void assertInvalid(ThrowingCallable call, String words, String advice) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .satisfies(ex -> assertThat(ex.action()).contains(advice))
                .satisfies(ex -> assertThat(ex).hasMessage(ex.key() + ": " + ex.problem()));
    }
}
