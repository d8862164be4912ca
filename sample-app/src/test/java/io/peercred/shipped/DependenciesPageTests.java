package io.peercred.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.peercred.shipped.Sbom.Component;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/dependencies.md: a library more, or under another licence, is somebody's decision. */
class DependenciesPageTests {

    private static final Path PAGE = Path.of("../docs/dependencies.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+:[^`]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

    @Test
    void whatTheStarterBringsIsListedWithItsLicences() throws IOException {
        assertThat(rows("The starter")).isEqualTo(licences(Sbom.ofTheStarter()));
    }

    @Test
    void soIsWhatTheSampleAddsToIt() throws IOException {
        Set<String> starter = Sbom.ofTheStarter().stream().map(Component::name).collect(Collectors.toSet());
        assertThat(rows("The sample"))
                .isEqualTo(licences(Sbom.ofTheSample().stream()
                        .filter(component -> !starter.contains(component.name()))
                        .toList()));
        assertThat(Sbom.ofTheSample()).extracting(Component::name).containsAll(starter);
    }

    /** By name, what a section's table says of licences. */
    private static TreeMap<String, String> rows(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("## " + heading + "\n");
        assertThat(start).as(heading).isNotNegative();
        int end = page.indexOf("\n## ", start);
        return ROW.matcher(page.substring(start, end < 0 ? page.length() : end))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2).strip(),
                        (one, other) -> one + " twice",
                        TreeMap::new));
    }

    private static TreeMap<String, String> licences(List<Component> components) {
        return components.stream()
                .filter(component -> !component.name().startsWith("io.peercred:"))
                .collect(Collectors.toMap(
                        Component::name,
                        component -> String.join(" or ", component.licences()),
                        (one, other) -> one + ", " + other,
                        TreeMap::new));
    }
}
