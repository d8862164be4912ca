package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserNamespaceTests {

    private static final UserNamespace WHOLE = new UserNamespace(true, 65534, 65533);
    private static final UserNamespace PARTIAL = new UserNamespace(false, 65534, 65533);

    @Test
    void theCurrentOneIsWhatTheKernelSays() throws IOException {
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

    private static boolean mapsAll(String map) throws IOException {
        String[] words = Files.readString(Path.of("/proc/self", map)).trim().split("\\s+");
        return words.length == 3 && words[0].equals("0") && words[1].equals("0") && words[2].equals("4294967295");
    }

    private static long number(String name) throws IOException {
        return Long.parseLong(
                Files.readString(Path.of("/proc/sys/kernel", name)).trim());
    }
}
