package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.observation.Outcome;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.Measured;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of docs/operations.md against the meters of an application that has served and called. */
class MetersDocumentTests {

    private static final Path FILE = Path.of("../docs/operations.md");

    @TempDir
    Path directory;

    /** A row; the tags sorted. */
    private record Row(String name, String type, String unit, Set<String> tags) implements Comparable<Row> {

        static Row of(Meter meter) {
            Meter.Id id = meter.getId();
            return new Row(
                    id.getName(),
                    id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    id.getBaseUnit() == null ? "" : id.getBaseUnit(),
                    id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new)));
        }

        @Override
        public int compareTo(Row other) {
            return this.name.compareTo(other.name);
        }
    }

    private static List<Row> documented() throws IOException {
        return Pattern.compile(
                        "^\\| `(peercred[a-z.]+)` \\| ([a-z ]+) \\| ([a-z]*) ?\\| (`[^|]+`) \\| [^|]+ \\|$",
                        Pattern.MULTILINE)
                .matcher(Files.readString(FILE))
                .results()
                .map(row -> new Row(
                        row.group(1),
                        row.group(2),
                        row.group(3),
                        Arrays.stream(row.group(4).split(", "))
                                .map(tag -> tag.replace("`", ""))
                                .collect(Collectors.toCollection(TreeSet::new))))
                .sorted()
                .toList();
    }

    @Test
    void theTableHasTheMetersThatAnApplicationRegistersAndNoOther() {
        Measured.in(Applications.clock(this.directory.resolve("clock.sock")))
                .withBean(Echo.class)
                .run(context -> {
                    context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", "utc?", String.class);
                    Set<Row> registered = context.getBean(MeterRegistry.class).getMeters().stream()
                            .filter(meter -> meter.getId().getName().startsWith("peercred"))
                            .map(Row::of)
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(documented()).isNotEmpty().containsExactlyElementsOf(registered);
                });
    }

    @Test
    void everyMeterOfOursHasADescription() {
        Measured.in(Applications.clock(this.directory.resolve("clock.sock")))
                .withBean(Echo.class)
                .run(context -> {
                    context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", "utc?", String.class);
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .extracting(Meter::getId)
                            .filteredOn(id -> id.getName().startsWith("peercred")
                                    && !id.getName().contains(".requests")) // Which are Boot's.
                            .isNotEmpty()
                            .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
                });
    }

    @Test
    void everyOutcomeIsExplainedAndTheReasonIsOne() throws IOException {
        String text = Files.readString(FILE);
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::value))
                .allSatisfy(value -> assertThat(text).contains("`" + value + "`"));
        assertThat(text)
                .contains("`"
                        + Reason.UID_NOT_EXPECTED
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-') + "`");
    }
}
