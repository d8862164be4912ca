package io.peercred.platform;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

class UserNamespaceTests {

    private static final UserNamespace WHOLE = new UserNamespace(true, 65534, 65533);
    private static final UserNamespace PARTIAL = new UserNamespace(false, 65534, 65533);

    @Test
    void theCurrentOneIsWhatTheKernelSays() {
        UserNamespace current = UserNamespace.current();
        assertThat(current.mapsEveryId()).isEqualTo(mapsAll("uid_map") && mapsAll("gid_map"));
        assertThat(current.overflowUid()).isEqualTo(number("overflowuid"));
        assertThat(current.overflowGid()).isEqualTo(number("overflowgid"));
    }

    @Test
    void whereEveryIdIsMappedTheOverflowIdIsAUserLikeAnyOther() {
        assertThat(WHOLE.isUnmappedUid(65534)).isFalse();
        assertThat(WHOLE.isUnmappedGid(65533)).isFalse();
    }

    @Test
    void whereNotTheOverflowIdIsNobodyInParticular() {
        assertThat(PARTIAL.isUnmappedUid(65534)).isTrue();
        assertThat(PARTIAL.isUnmappedUid(65533)).isFalse();
        assertThat(PARTIAL.isUnmappedGid(65533)).isTrue();
        assertThat(PARTIAL.isUnmappedGid(65534)).isFalse();
        assertThat(PARTIAL.isUnmappedUid(0)).isFalse();
    }

    @Test
    void aUserIsMappedWhereARangeHoldsIt() {
        List<String> map = List.of("         0     100000      65536", "  70000  1000 1");
        assertThat(UserNamespace.isMapped(0, map)).isTrue();
        assertThat(UserNamespace.isMapped(65535, map)).isTrue();
        assertThat(UserNamespace.isMapped(65536, map)).isFalse();
        assertThat(UserNamespace.isMapped(70000, map)).isTrue();
        assertThat(UserNamespace.isMapped(100000, map)).isFalse();
        assertThat(UserNamespace.isUidMapped(0)).isTrue();
    }

    @Test
    void whatIsNoRangeMapsNobody() {
        for (String line :
                List.of("", " ", "0", "0 0", "a 0 1", "0 0 b", "-1 0 5", "0 0 99999999999999999999", "0 0 1 1")) {
            assertThat(UserNamespace.isMapped(0, List.of(line))).as(line).isFalse();
            assertThat(UserNamespace.isMapped(0, List.of(line, "0 0 1")))
                    .as(line)
                    .isTrue();
        }
    }

    private static boolean mapsAll(String map) {
        return cat("/proc/self/" + map).trim().replaceAll("\\s+", " ").equals("0 0 4294967295");
    }

    private static long number(String name) {
        return Long.parseLong(cat("/proc/sys/kernel/" + name));
    }

    /** By another program: how Java reads such files is what is tested. */
    private static String cat(String file) {
        try (Peer cat = Peer.start(List.of("/bin/cat", file))) {
            return cat.line();
        }
    }

    /** Only what the kernel gives for bytes of nobody: pid, uid and gid alike. */
    @Test
    void anUnknownWriterHasNeitherPidNorUserNorGroup() {
        for (UserNamespace each : List.of(WHOLE, PARTIAL)) {
            assertThat(each.isUnknownWriter(new Ucred(0, 65534, 65533))).isTrue();
            assertThat(each.isUnknownWriter(new Ucred(1, 65534, 65533))).isFalse();
            assertThat(each.isUnknownWriter(new Ucred(-1, 65534, 65533))).isFalse();
            assertThat(each.isUnknownWriter(new Ucred(0, 65533, 65533))).isFalse();
            assertThat(each.isUnknownWriter(new Ucred(0, 65534, 65534))).isFalse();
        }
        UserNamespace highest = new UserNamespace(false, 4_294_967_294L, 2_147_483_648L);
        assertThat(highest.isUnknownWriter(new Ucred(0, -2, Integer.MIN_VALUE))).isTrue();
    }

    @Test
    void theRangeOfAllIdsEndsBeforeTheOneThatIsNotSet() {
        List<String> all = List.of("0 0 4294967295");
        assertThat(UserNamespace.isMapped(4_294_967_294L, all)).isTrue();
        assertThat(UserNamespace.isMapped(4_294_967_295L, all)).isFalse();
        assertThat(UserNamespace.isMapped(-1, all)).isFalse();
        assertThat(UserNamespace.isMapped(0, List.of("1 0 4294967294"))).isFalse();
        assertThat(UserNamespace.isMapped(0, List.of())).isFalse();
        assertThat(UserNamespace.isGidMapped(0)).isTrue();
        assertThat(UserNamespace.isGidMapped(-1)).isFalse();
        assertThat(UserNamespace.isUidMapped(-1)).isFalse();
    }

    @Test
    void onlyTheWholeRangeOntoItselfLeavesNobodyUnmapped() {
        assertThat(UserNamespace.isIdentity(List.of("         0          0 4294967295")))
                .isTrue();
        for (String each :
                List.of("0 0 4294967294", "0 1 4294967295", "1 0 4294967295", "0 0 42949672950", "", "0 0")) {
            assertThat(UserNamespace.isIdentity(List.of(each))).isFalse();
        }
        assertThat(UserNamespace.isIdentity(List.of())).isFalse();
        assertThat(UserNamespace.isIdentity(List.of("0 0 4294967295", "0 0 4294967295")))
                .isFalse();
    }
}
