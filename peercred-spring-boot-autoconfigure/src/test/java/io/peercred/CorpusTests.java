package io.peercred;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What fuzzing begins with, and has found, holds in every build: each input of the corpus, and each beginning of one. */
class CorpusTests {

    /** Of the longer ones. */
    private static final int BEGINNINGS = 64;

    static List<String> targets() {
        return list(directory("/corpus")).stream()
                .map(each -> each.getFileName().toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatMustHoldDoesForEachInputAndItsBeginnings(String target) throws ReflectiveOperationException, IOException {
        Method test = Class.forName(target).getMethod("fuzzerTestOneInput", byte[].class);
        List<Path> inputs = list(directory("/corpus/" + target));
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            int step = 1 + bytes.length / BEGINNINGS;
            for (int length = bytes.length; length >= 0; length -= step) {
                run(test, Arrays.copyOf(bytes, length), input + ", its first " + length + " bytes");
            }
        }
    }

    private static void run(Method test, byte[] input, String what) throws IllegalAccessException {
        try {
            test.invoke(null, (Object) input);
        } catch (InvocationTargetException ex) {
            throw new AssertionError(what, ex.getCause());
        }
    }

    @Test
    void eachTargetHasACorpusAndEachCorpusATarget() {
        Path classes = directory("/io/peercred");
        Set<String> targets;
        try (Stream<Path> files = Files.walk(classes)) {
            targets = files.map(each -> "io/peercred/" + classes.relativize(each))
                    .filter(each -> each.endsWith("Fuzz.class"))
                    .map(each ->
                            each.substring(0, each.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toSet());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        assertThat(targets()).containsExactlyInAnyOrderElementsOf(targets);
    }

    /** Of the test classes, which come first in the class path. */
    private static Path directory(String name) {
        try {
            URL root = CorpusTests.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(Objects.requireNonNull(root).toURI()).resolve(name.substring(1));
        } catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
