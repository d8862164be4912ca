package io.peercred.security;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.GrantedAuthority;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserNamespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IdAuthoritiesTests {

    private static final UserNamespace EVERYBODY = new UserNamespace(true, 65534, 65534);
    private static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");

    private static PeerCredentials peer(long uid, long gid, Long... groups) {
        return new PeerCredentials(
                uid, gid, 1L, Set.of(groups), PeerCredentials.Source.SO_PEERCRED, PeerCredentials.Moment.CONNECT);
    }

    private static IdAuthorities mapper(UserNamespace namespace, String... words) {
        return IdAuthorities.of("x.", Map.of("backup", List.of(words)), namespace);
    }

    private static boolean has(PeerCredentials peer, String... words) {
        return mapper(EVERYBODY, words).authorities(peer, CLOCK).stream()
                .map(GrantedAuthority::getAuthority)
                .toList()
                .equals(List.of("backup"));
    }

    @Test
    void aUserHasItByNumberOrName() {
        assertThat(has(peer(3000000000L, 5), "uid:3000000000")).isTrue();
        assertThat(has(peer(7, 3000000000L, 3000000000L), "uid:3000000000")).isFalse();
        assertThat(has(peer(0, 5), "user:root")).isTrue();
        assertThat(has(peer(5, 0, 0L), "user:root")).isFalse();
        assertThat(has(peer(NativeSupport.effectiveUid(), 5), "uid:self")).isTrue();
    }

    @Test
    void aMemberHasItByThePrimaryGroupOrASupplementaryOne() {
        assertThat(has(peer(5, 100), "gid:100")).isTrue();
        assertThat(has(peer(5, 6, 99L, 100L), "gid:100")).isTrue();
        assertThat(has(peer(100, 6, 99L), "gid:100")).isFalse();
        assertThat(has(peer(5, 6, 0L), "group:root")).isTrue();
        assertThat(has(peer(0, 6, 7L), "group:root")).isFalse();
    }

    @Test
    void anyOfThemWillDo() {
        String[] words = {"uid:1001", "user:root", "gid:100"};
        assertThat(has(peer(1001, 1), words)).isTrue();
        assertThat(has(peer(0, 1), words)).isTrue();
        assertThat(has(peer(2, 1, 100L), words)).isTrue();
        assertThat(has(peer(100, 1001, 1002L), words)).isFalse();
    }

    @Test
    void nobodyHasItByTheOverflowIdOfANamespace() {
        UserNamespace namespace = new UserNamespace(false, 65534, 65533);
        for (String word : List.of("uid:65534", "gid:65533")) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> mapper(namespace, word))
                    .withMessageContaining("is the overflow id");
        }
        assertThat(mapper(namespace, "gid:65534").authorities(peer(5, 65533, 65533L), CLOCK))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyWordSaysWhatToWrite(String word) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> mapper(EVERYBODY, "uid:1", word))
                .withMessage("x.backup: is set but empty, so that nobody has this authority");
    }

    @ParameterizedTest
    @CsvSource({
        "1001, '''1001'' does not say of what kind it is', uid:NUMBER",
        "backup, '''backup'' does not say of what kind it is', user:NAME",
        "users:backup, '''users:backup'' does not say of what kind it is', group:NAME",
        "UID:1001, '''UID:1001'' does not say of what kind it is', uid:NUMBER",
        "uid:, ''''' is not an id', a name goes into user:NAME",
        "uid:root, '''root'' is not an id', a name goes into user:NAME",
        "uid:-1, '''-1'' is not an id', without leading zeros",
        "uid:007, '''007'' is not an id', without leading zeros",
        "uid:4294967295, '''4294967295'' is not an id', from 0 to 4294967294",
        "gid:self, '''self'' is not an id', a name goes into group:NAME",
        "user:, the system knows no user '', getent passwd",
        "user:1001, the system knows no user '1001', a number goes into uid:NUMBER.",
        "group:nosuchgroup, the system knows no group 'nosuchgroup', getent group",
        "group:100, the system knows no group '100', a number goes into gid:NUMBER.",
    })
    void aWordThatIsNobodySaysWhatToWrite(String word, String problem, String advice) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> mapper(EVERYBODY, "uid:1", word))
                .withMessage("x.backup: " + problem)
                .satisfies(ex -> assertThat(ex.action()).contains(advice));
    }
}
