package io.peercred.credentials;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

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
}
