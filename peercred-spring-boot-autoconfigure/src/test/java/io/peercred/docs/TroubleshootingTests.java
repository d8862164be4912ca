package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.credentials.PeerRejectedException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/troubleshooting.md against the words that the sources have. */
class TroubleshootingTests {

    private static final Pattern MESSAGE = Pattern.compile("^\\| `(.+?)` \\|", Pattern.MULTILINE);

    /** A literal that a WARN or ERROR line begins with, or has first. */
    private static final Pattern LINE =
            Pattern.compile("logger\\.(?:warn|error)\\((?:[^\";]*?)\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Not of the starter: the virtual machine says it. */
    private static final List<String> OF_OTHERS = List.of("A restricted method in java.lang.System has been called");

    private static final List<String> SOURCES = new ArrayList<>();

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Documents.read("docs/troubleshooting.md");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                // Literals over several lines are one.
                SOURCES.add(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }
    }

    @Test
    void everyMessageOnThePageIsOneThatTheSourcesHave() {
        List<String> fragments = MESSAGE.matcher(page)
                .results()
                .map(message -> message.group(1))
                .filter(message -> !OF_OTHERS.contains(message))
                .flatMap(message -> Arrays.stream(message.split("…")))
                .map(String::strip)
                .filter(fragment -> fragment.length() > 3)
                .toList();
        assertThat(fragments).hasSizeGreaterThan(100);
        assertThat(fragments.stream()
                        .filter(fragment -> SOURCES.stream().noneMatch(source -> source.contains(fragment))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfARejectionIsOnThePage(Reason reason) {
        assertThat(page).contains("| `" + reason.sentence() + "` |");
    }

    @Test
    void everyLineThatIsLoggedAsAWarningOrAnErrorIsOnThePage() {
        List<String> lines = SOURCES.stream()
                .flatMap(source -> LINE.matcher(source).results())
                .map(line -> line.group(1).replace("\\\"", "\"").strip())
                .map(line -> line.replaceFirst("[ ':(]+$", ""))
                .filter(line -> line.length() > 3)
                .toList();
        assertThat(lines).hasSizeGreaterThan(10);
        assertThat(lines.stream().filter(line -> !page.contains(line))).isEmpty();
    }
}
