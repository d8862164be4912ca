package io.peercred.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** Boot's devtools close the application and start it again in one process, by another class loader. */
@Timeout(120)
class DevtoolsRestartTests {

    @TempDir
    Path directory;

    @Test
    void itServesAgainAndLeavesNeitherSocketsNorThreads() throws IOException {
        Path watched = Files.createDirectory(this.directory.resolve("watched"));
        Path changed = Files.createFile(watched.resolve("changed"));
        try (Peer application = DevtoolsApplication.start(this.directory.resolve("clock.sock"), watched)) {
            String first = application.lineWith("ready");
            assertThat(first).startsWith("ready heard utc sockets=").endsWith("loader=RestartClassLoader");
            String last = first;
            for (int i = 1; i <= 4; i++) {
                Files.writeString(changed, "x".repeat(i));
                last = application.lineWith("ready");
            }
            assertThat(last).isEqualTo(first);
            assertThat(application.isAlive()).isTrue();
        }
    }
}
