package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** docs/protocol.md, which tests read so that it stays true. */
final class ProtocolDocument {

    private static final Path FILE = Path.of("../docs/protocol.md");

    private ProtocolDocument() {}

    /** A row of its table of vectors. */
    record Vector(String codec, String payload, String frame) {}

    static List<Vector> vectors() throws IOException {
        return Pattern.compile("^\\| `([a-z-]+)` \\| (?:`([0-9a-f ]+)` )?\\| `([0-9a-f ]+)` \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(FILE))
                .results()
                .map(row -> new Vector(row.group(1), row.group(2) == null ? "" : row.group(2), row.group(3)))
                .toList();
    }

    /** A row of its table of errors. */
    record ErrorRow(String code, String message) {}

    static List<ErrorRow> errors() throws IOException {
        return Pattern.compile("^\\| `([a-z-]+)` \\| ([A-Z][^|`]+\\.) \\| [^|]+ \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(FILE))
                .results()
                .map(row -> new ErrorRow(row.group(1), row.group(2)))
                .toList();
    }

    /** The program in a language's fence. */
    static String program(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(FILE))
                .results()
                .map((MatchResult fence) -> fence.group(1))
                .findFirst()
                .orElseThrow();
    }
}
