package io.peercred.credentials;

import java.util.List;

import org.junit.jupiter.api.Test;

import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;

class NamesTests {

    @Test
    void anIdIsSaidWithItsName() {
        assertThat(Names.user(0)).isEqualTo("uid 0 (root)");
        assertThat(Names.group(0)).isEqualTo("gid 0 (root)");
        assertThat(Names.describe(peer(0, 0))).isEqualTo("uid 0 (root), gid 0 (root), pid 4711");
    }

    @Test
    void anIdWithoutNameIsSaidAsItIs() {
        assertThat(Names.user(3_000_000_000L)).isEqualTo("uid 3000000000");
        assertThat(Names.group(4_294_967_295L)).isEqualTo("gid 4294967295");
    }

    @Test
    void severalAreInOrder() {
        assertThat(Names.users(List.of(3_000_000_000L, 0L))).isEqualTo("uid 0 (root) or uid 3000000000");
        assertThat(Names.groups(List.of(4_294_967_294L, 0L))).isEqualTo("gid 0 (root) or gid 4294967294");
    }

    @Test
    void aNameAloneIsNoNumber() {
        assertThat(Names.nameOrUid(0)).isEqualTo("root");
        assertThat(Names.nameOrUid(3_000_000_000L)).isEqualTo("3000000000");
        assertThat(Names.userName(0)).isEqualTo("root");
        assertThat(Names.groupName(0)).isEqualTo("root");
        assertThat(Names.userName(3_000_000_000L)).isNull();
        assertThat(Names.groupName(3_000_000_000L)).isNull();
    }

    @Test
    void aNameIsLookedUpAgainBehindManyOthers() {
        for (long uid = 3_100_000_000L; uid < 3_100_000_257L; uid++) {
            assertThat(Names.user(uid)).isEqualTo("uid " + uid);
        }
        assertThat(Names.user(0)).isEqualTo("uid 0 (root)");
    }
}
