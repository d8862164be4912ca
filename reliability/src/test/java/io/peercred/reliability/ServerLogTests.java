package io.peercred.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ServerLogTests {

    private static final String OURS = "12:00:00.000 WARN  i.p.c.RejectionReporter Rejected somebody";

    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void begin() throws IOException {
        this.log = this.directory.resolve("log");
        Files.writeString(this.log, "anything from before\n");
    }

    private boolean fails(List<String> lines) throws IOException {
        ServerLog since = new ServerLog(this.log);
        Files.write(this.log, lines, StandardOpenOption.APPEND);
        Figures figures = new Figures(this.directory, "step");
        since.report(figures, 10);
        return figures.failed();
    }

    @Test
    void linesOfOursMayBeThere() throws IOException {
        assertThat(fails(List.of(OURS, OURS))).isFalse();
    }

    @Test
    void aFloodOfThemMayNot() throws IOException {
        assertThat(fails(List.of((OURS + "\n").repeat(100).split("\n")))).isTrue();
    }

    @Test
    void norMayWhatAPeerHasWritten() throws IOException {
        assertThat(fails(List.of(OURS, "uid 0 (root)"))).isTrue();
        assertThat(fails(List.of(OURS + "\033[2J"))).isTrue();
    }

    @Test
    void norWhatFollowsALineThatAPeerHasForged() throws IOException {
        String line = OURS + " bound to /tmp/\n12:00:00.000 ERROR uid 0 (root)\n123456789";
        assertThat(fails(List.of(line.split("\n")))).isTrue();
    }
}
