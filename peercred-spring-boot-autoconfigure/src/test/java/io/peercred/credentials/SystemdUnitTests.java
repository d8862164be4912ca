package io.peercred.credentials;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Control groups as machines with systemd have them, and as somebody might wish that they were read. */
class SystemdUnitTests {

    @ParameterizedTest
    @CsvSource({
        "/system.slice/backup.service, backup.service",
        "/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service",
        "/system.slice/system-postgresql.slice/postgresql@15-main.service, postgresql@15-main.service",
        "/backup.service, backup.service",
        "/-.slice/backup.service, backup.service",
        "/init.scope, init.scope",
        "/system.slice/dbus.socket, dbus.socket",
        "/user.slice/user-1000.slice/session-2.scope, session-2.scope",
        "/machine.slice/machine-web.scope, machine-web.scope",
        "'/system.slice/system-systemd\\x2dfsck.slice/systemd-fsck@dev-sda1.service', systemd-fsck@dev-sda1.service",
        "'/system.slice/run-a\\x2db.mount', 'run-a\\x2db.mount'",
        "/system.slice//backup.service/, backup.service",
    })
    void isTheFirstNameBehindTheSlices(String path, String unit) {
        assertThat(SystemdUnit.of(path)).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "/user.slice/user-1000.slice/user@1000.service/app.slice/backup.service, user@1000.service",
        "/user.slice/user-1000.slice/user@1000.service/init.scope, user@1000.service",
        "/user.slice/user-1000.slice/user@1000.service/system.slice/backup.service, user@1000.service",
        "/system.slice/container.service/system.slice/backup.service, container.service",
        "/system.slice/docker-0123abcd.scope/system.slice/backup.service, docker-0123abcd.scope",
        "/machine.slice/machine-web.scope/payload/system.slice/backup.service, machine-web.scope",
        "/user.slice/user-1000.slice/session-2.scope/backup.service, session-2.scope",
        "/system.slice/web.service/supervisor, web.service",
    })
    void whatIsDelegatedIsItsManagersWhateverItIsCalled(String path, String unit) {
        assertThat(SystemdUnit.of(path)).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "/system.slice/_cpu.service, cpu.service",
        "/system.slice/__odd.service, _odd.service",
        "/_cpu.slice/backup.service, backup.service",
    })
    void anEscapedNameIsMeantWithoutItsUnderscore(String path, String unit) {
        assertThat(SystemdUnit.of(path)).isEqualTo(unit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/system.slice",
                "/user.slice/user-1000.slice",
                "/docker/0123abcd/system.slice/backup.service",
                "/kubepods/besteffort/pod1/backup.service",
                "/../system.slice/backup.service",
                "/../backup.service",
                "/system.slice/../backup.service",
                "/system.slice/backup",
                "/system.slice/.service",
                "/system.slice/@x.service",
                "/system.slice/backup@.service",
                "/system.slice/backup.service (deleted)",
                "/system.slice/back up.service",
                "/system.slice/backup.services",
                "/system.slice/backup.Service",
                "/system.slice/bäckup.service",
                "/a@b.slice/backup.service",
                "/.slice/backup.service",
                "/_.slice/backup.service",
                "/_/backup.service",
            })
    void whatIsNoUnitsNameBelongsToNone(String path) {
        assertThat(SystemdUnit.of(path)).isNull();
    }

    @Test
    void aNameIsAtMost255CharactersLong() {
        String longest = "a".repeat(247) + ".service";
        assertThat(SystemdUnit.of("/system.slice/" + longest)).isEqualTo(longest);
        assertThat(SystemdUnit.of("/system.slice/a" + longest)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"backup", "backup.slice", "backup@.service", "system.slice/backup.service", "", "*.service"})
    void whatNoProcessBelongsToCannotBeExpected(String name) {
        assertThat(ProcessPolicy.isUnitName(name)).isFalse();
    }

    @Test
    void aNameIsAtLeastOneCharacterAndASuffix() {
        assertThat(SystemdUnit.of("/a.swap")).isEqualTo("a.swap");
        assertThat(SystemdUnit.of("/.swap")).isNull();
        assertThat(ProcessPolicy.isUnitName("a.swap")).isTrue();
        assertThat(ProcessPolicy.isUnitName("a".repeat(247) + ".service")).isTrue();
        assertThat(ProcessPolicy.isUnitName("a".repeat(248) + ".service")).isFalse();
    }
}
