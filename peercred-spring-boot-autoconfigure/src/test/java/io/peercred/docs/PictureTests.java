package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pictures in docs/pictures are of the sources beside them. */
class PictureTests {

    private static final Pattern LABEL = Pattern.compile("label=\"([^\"]+)\"");

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Documents.ROOT.resolve("docs/pictures"))) {
            return files.filter(file -> file.toString().endsWith(".dot")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aPictureWasDrawnOfItsSourceAsItIs(Path source) throws IOException, NoSuchAlgorithmException {
        String picture = Files.readString(Path.of(source.toString().replaceFirst("dot$", "svg")));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(source)));
        assertThat(picture)
                .as("docs/pictures/draw makes it anew")
                .startsWith(
                        "<!-- Drawn by docs/pictures/draw of " + source.getFileName() + ", sha256 " + hash + " -->");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void itsWordsAreTextOnABackgroundOfItsOwn(Path source) throws IOException {
        String picture = Files.readString(Path.of(source.toString().replaceFirst("dot$", "svg")));
        String labels = Files.readString(source);
        assertThat(LABEL.matcher(labels)
                        .results()
                        .flatMap(label -> Stream.of(label.group(1).split("\\\\n"))))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(picture)
                        .contains(">" + line.replace("'", "&#39;").replace("-", "&#45;") + "</text>"));
        assertThat(picture).contains("<polygon fill=\"white\"");
    }
}
