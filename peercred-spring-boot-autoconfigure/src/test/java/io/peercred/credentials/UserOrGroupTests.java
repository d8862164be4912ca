package io.peercred.credentials;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;

class UserOrGroupTests {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2147483647L, 2147483648L, 4294967294L})
    void aUserIsTheUidAndNoGroup(long id) {
        long other = id ^ 0x80000000L;
        assertThat(UserOrGroup.user(id).matches(peer(id, other))).isTrue();
        assertThat(UserOrGroup.user(id).matches(peer(other, id, id))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2147483647L, 2147483648L, 4294967294L})
    void aGroupIsThePrimaryOrASupplementaryOneAndNoUser(long id) {
        long other = id ^ 0x80000000L;
        assertThat(UserOrGroup.group(id).matches(peer(other, id))).isTrue();
        assertThat(UserOrGroup.group(id).matches(peer(other, other, id))).isTrue();
        assertThat(UserOrGroup.group(id).matches(peer(id, other, other))).isFalse();
    }
}
