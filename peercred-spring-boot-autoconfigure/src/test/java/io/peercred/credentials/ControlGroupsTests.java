package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Lines of {@code /proc/PID/cgroup} as kernels write them. */
class ControlGroupsTests {

    private static final List<String> SYSTEMD = List.of("0::/init.scope");

    private static final List<String> HYBRID = List.of(
            "12:pids:/system.slice/backup.service",
            "4:cpu,cpuacct:/system.slice",
            "1:name=systemd:/system.slice/other.service",
            "0::/system.slice/backup.service");

    private final ControlGroups version2 = new ControlGroups(true);
    private final ControlGroups version1 = new ControlGroups(false);

    @Test
    void version2HasOneLine() throws IOException {
        List<String> lines = List.of("0::/system.slice/backup.service");
        assertThat(this.version2.path(lines)).isEqualTo("/system.slice/backup.service");
        assertThat(this.version2.unit(lines, SYSTEMD)).isEqualTo("backup.service");
    }

    @Test
    void besideVersion1ItStillIsVersion2ThatCounts() throws IOException {
        assertThat(this.version2.unit(HYBRID, SYSTEMD)).isEqualTo("backup.service");
    }

    @Test
    void inVersion1ItIsTheHierarchyNamedSystemd() throws IOException {
        assertThat(this.version1.unit(HYBRID, List.of("1:name=systemd:/", "0::/")))
                .isEqualTo("other.service");
        assertThat(this.version1.unit(
                        List.of("3:name=elogind:/backup.service", "2:cpu,name=systemd:/system.slice/a:b.service"),
                        List.of("2:cpu,name=systemd:/init.scope")))
                .isEqualTo("a:b.service");
    }

    @Test
    void theUnitIsCountedFromTheSystemManagersRoot() throws IOException {
        List<String> container = List.of("0::/machine.slice/web.scope/payload/init.scope");
        assertThat(this.version2.unit(
                        List.of("0::/machine.slice/web.scope/payload/system.slice/backup.service"), container))
                .isEqualTo("backup.service");
        assertThat(this.version2.unit(List.of("0::/system.slice/backup.service"), container))
                .as("outside of the container")
                .isNull();
        assertThat(this.version2.unit(List.of("0::/machine.slice/web.scope/payload2/backup.service"), container))
                .as("beside its root")
                .isNull();
    }

    @Test
    void withoutTheHierarchyThereIsNoAnswer() {
        assertThatIOException().isThrownBy(() -> this.version1.unit(List.of("0::/backup.service"), SYSTEMD));
        assertThatIOException().isThrownBy(() -> this.version2.path(List.of("1:name=systemd:/backup.service")));
        assertThatIOException().isThrownBy(() -> this.version2.path(List.of()));
    }

    @Test
    void version2CountsWhereItIsMounted() throws IOException {
        boolean mounted = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .anyMatch(mount -> mount[2].equals("cgroup2")
                        && Set.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd")
                                .contains(mount[1]));
        assertThat(ControlGroups.mounted()).isEqualTo(new ControlGroups(mounted));
        assertThat(ControlGroups.current()).isEqualTo(ControlGroups.mounted());
        assertThat(ControlGroups.current()).isSameAs(ControlGroups.current());
    }

    @Test
    void theUnitsOfAManagerThatDidNotMoveAreItsOwn() throws IOException {
        List<String> backup = List.of("0::/system.slice/backup.service");
        assertThat(this.version2.unit(backup, List.of("0::/"))).isEqualTo("backup.service");
        assertThat(this.version2.unit(backup, List.of("0::/system.slice"))).isEqualTo("backup.service");
        assertThat(this.version2.unit(backup, List.of("0::/system"))).isEqualTo("backup.service");
        assertThat(this.version2.unit(backup, List.of("0::/payload"))).isNull();
        assertThat(this.version2.unit(List.of("0::/payload/b.service"), List.of("0::/payload")))
                .isEqualTo("b.service");
        assertThat(this.version2.unit(List.of("0::/payload"), List.of("0::/payload")))
                .isNull();
    }

    @Test
    void theFilesOfProcessesAreSuchLines(@TempDir Path directory) throws IOException {
        Path first = Path.of("/proc/1/cgroup");
        Path file = directory.resolve("cgroup");
        Files.write(
                file,
                Files.readAllLines(first).stream()
                        .map(line -> line.replaceAll("/init\\.scope$|/$", "") + "/backup.service")
                        .toList());
        ControlGroups current = ControlGroups.current();
        assertThat(current.unit(file)).isEqualTo("backup.service");
        assertThat(current.unit(first)).isIn(null, "init.scope");
        assertThat(current.path(file)).endsWith("/backup.service");
    }
}
