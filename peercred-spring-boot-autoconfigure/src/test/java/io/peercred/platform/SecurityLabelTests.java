package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityLabelTests {

    @TempDir
    Path directory;

    @AutoClose
    SocketPair pair;

    @BeforeEach
    void open() throws IOException {
        this.pair = SocketPair.at(this.directory.resolve("s"));
    }

    /** Null where no module labels processes, as on most machines that test it. */
    @Test
    void isThatOfTheProcessAtTheOtherEnd() throws IOException {
        String ours = ours();
        assertThat(SecurityLabel.ask(this.pair.accepted())).isEqualTo(ours);
        assertThat(SecurityLabel.ofPeer(this.pair.accepted())).isEqualTo(ours);
        assertThat(SecurityLabel.ofPeer(this.pair.connected())).isEqualTo(ours);
    }

    private static @Nullable String ours() {
        try {
            return SecurityLabel.decode(Files.readAllBytes(Path.of("/proc/self/attr/current")));
        } catch (IOException ex) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\n", "\n\0"})
    void hasNoEndThatIsNotItsOwn(String end) {
        String context = "system_u:system_r:init_t:s0";
        assertThat(SecurityLabel.decode((context + end).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(context);
        assertThat(SecurityLabel.decode(end.getBytes(StandardCharsets.UTF_8))).isNull();
    }
}
