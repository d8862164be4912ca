package io.peercred.socket;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a driver is given as an argument either says where and whom, or what to write instead. */
class SocketArgumentTests {

    private static void assertRefused(@Nullable String argument, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerifiedSocketFactory(argument))
                .withMessageContainingAll(words);
    }

    @Test
    void saysWhereAndWhom() throws Exception {
        SocketFactory factory = VerifiedSocketFactory.class
                .getConstructor(String.class)
                .newInstance(" path=/run/a=b/s ; expected-uid=self,7;expected-gid=0;connect-timeout=200ms;");
        assertThat(factory).hasToString("VerifiedSocketFactory[outbound endpoint /run/a=b/s]");
    }

    @Test
    void namesSomebody() {
        assertRefused(
                "path=/run/s",
                "'path=/run/s'",
                "nothing says who may be at the other end of the outbound endpoint /run/s",
                "expected-user=postgres");
    }

    @Test
    void aProgramAloneIsNoPolicy() {
        assertRefused("path=/run/s;expected-executable=/bin/sh", "nothing says who may be at the other end");
    }

    @Test
    void isThere() {
        assertRefused(null, "path: is missing", "path=/run/app/app.sock");
        assertRefused("", "path: is missing");
        assertRefused("expected-uid=self", "path: is missing");
        assertRefused("path=;expected-uid=self", "path: is missing");
    }

    @Test
    void hasNoOtherKeys() {
        assertRefused(
                "path=/run/s;expected-udi=0",
                "expected-udi: there is no such key",
                "connect-timeout, expected-executable, expected-gid, expected-group, expected-uid, expected-unit,"
                        + " expected-user, path");
        assertRefused("path=/run/s;self", "self: has no value", "KEY=VALUE");
    }

    @Test
    void hasEachKeyOnce() {
        assertRefused("path=/run/s;expected-uid=0;expected-uid=7", "expected-uid: is there twice", "commas");
    }

    @Test
    void hasValuesThatCanBe() {
        assertRefused("path=s;expected-uid=0", "path: the path 's' is neither absolute", "/run/app/app.sock");
        assertRefused("path=/run/s;expected-uid=", "expected-uid: is set but empty", "expected-uid=self");
        assertRefused("path=/run/s;expected-uid=0,,7", "expected-uid: is set but empty");
        assertRefused("path=/run/s;expected-uid=root", "expected-uid: 'root' is not an id", "expected-user");
        assertRefused(
                "path=/run/s;expected-user=no-such-user", "expected-user: the system knows no user", "getent passwd");
        assertRefused("path=/run/s;expected-uid=0;connect-timeout=soon", "connect-timeout:", "such as 5s");
        assertRefused("path=/run/s;expected-uid=0;connect-timeout=0", "connect-timeout:", "no time to wait");
        assertRefused("path=/run/s;expected-uid=0;expected-unit=a.slice", "expected-unit: 'a.slice' is not");
    }
}
