package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** With users and groups that this machine does not have: in a mount namespace with files of our own. */
class LargeUserDatabaseTests {

    private static final int GROUPS = 100;

    @TempDir
    Path directory;

    @Test
    void numericNamesLargeIdsAndManyGroups() throws IOException {
        Needs.root();
        Path unshare = Needs.program("unshare", "util-linux");
        Path passwd = Files.writeString(this.directory.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/sh
                4242:x:1001:100::/:/bin/sh
                high:x:4294967294:3000000000::/:/bin/sh
                """);
        String members = IntStream.range(0, 1000).mapToObj(i -> "member" + i).collect(Collectors.joining(","));
        String groups = IntStream.range(0, GROUPS)
                .mapToObj(i -> "g" + i + ":x:" + (3_000_000_001L + i) + ":high," + members + "\n")
                .collect(Collectors.joining());
        Path group = Files.writeString(this.directory.resolve("group"), "root:x:0:\n" + groups);
        List<String> inside = List.of(
                unshare.toString(),
                "--mount",
                "/bin/sh",
                "-c",
                "mount --bind " + passwd + " /etc/passwd && mount --bind " + group + " /etc/group && exec \"$@\"",
                "sh");
        try (Peer child = ChildJvm.start(inside, LargeUserDatabaseTests.class)) {
            assertThat(child.line()).as("uid of the user named 4242").isEqualTo("1001");
            assertThat(child.line()).as("uid of high").isEqualTo("4294967294");
            assertThat(child.line()).as("name of 4294967294").isEqualTo("high");
            assertThat(child.line()).as("gid of a group with many members").isEqualTo("3000000100");
            assertThat(child.line()).as("its name").isEqualTo("g99");
            assertThat(Arrays.stream(child.line().split(" ")).map(Long::valueOf))
                    .as("groups of high")
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, GROUPS)
                            .mapToObj(i -> 3_000_000_000L + i)
                            .toList());
            assertThat(child.exitCode()).isZero();
        }
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(UserDatabase.uid("4242").orElseThrow());
        System.out.println(UserDatabase.uid("high").orElseThrow());
        System.out.println(UserDatabase.userName(4_294_967_294L));
        System.out.println(UserDatabase.gid("g99").orElseThrow());
        System.out.println(UserDatabase.groupName(3_000_000_100L));
        System.out.println(Arrays.stream(UserDatabase.groupsOf(4_294_967_294L))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
    }
}
