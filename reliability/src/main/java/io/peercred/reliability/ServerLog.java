package io.peercred.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server has logged since some moment. */
final class ServerLog {

    private static final Pattern OURS = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (WARN |ERROR) .*");

    /**
     * Users, 2; of each a refusal in ten seconds at each of 4 endpoints, and ten failures at each of the 2 that expect him.
     */
    private static final double LINES_PER_SECOND = 2 * (4 + 2 * 10) / 10.0;

    private final Path file;
    private final int before;

    /** From now on. */
    ServerLog(Path file) throws IOException {
        this.file = file;
        this.before = Files.readAllLines(file).size();
    }

    void report(Figures figures, double seconds) throws IOException {
        List<String> all = Files.readAllLines(this.file);
        List<String> lines = all.subList(this.before, all.size());
        // A burst at the start of the first interval, and one at that of the last.
        figures.atMost("log lines of the server", lines.size() / (seconds + 10), "/s", LINES_PER_SECOND);
        figures.none(
                "log lines that others have written into it",
                lines.stream()
                        .filter(line ->
                                !OURS.matcher(line).matches() || line.chars().anyMatch(Character::isISOControl))
                        .count());
    }
}
