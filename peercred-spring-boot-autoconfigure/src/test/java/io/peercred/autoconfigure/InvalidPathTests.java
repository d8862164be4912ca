package io.peercred.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.testing.Warnings;

class InvalidPathTests {

    @TempDir
    Path directory;

    @Test
    void aPathWhereTheNameShouldBeSaysSo(Warnings warnings) {
        start(warnings, "peercred.inbound.path=/run/clock")
                .says("peercred.inbound.path: 'path' stands where the NAME of an endpoint should")
                .advises("such as 'peercred.inbound.NAME.path'");
    }

    @ParameterizedTest
    @CsvSource({
        "'', the endpoint has no path",
        "' ', the endpoint has no path",
        "run/clock.sock, 'neither absolute nor an abstract ''@name'''",
        "@, the path is empty",
    })
    void aBadPathSaysWhatAPathIs(String path, String problem, Warnings warnings) {
        start(warnings, "peercred.inbound.clock.path=" + path)
                .says("peercred.inbound.clock.path: ", problem)
                .advises("/run/app/app.sock");
    }

    @Test
    void aMissingPathSaysWhereToWriteIt(Warnings warnings) {
        start(warnings, "peercred.outbound.clock.codec=lf")
                .says("peercred.outbound.clock.path: the endpoint has no path")
                .advises("peercred.outbound.clock.path=/run/app/app.sock", "peercred.outbound.clock.enabled=false");
    }

    @Test
    void aPathThatIsTooLongSaysHowLong(Warnings warnings) {
        start(warnings, "peercred.outbound.clock.path=/" + "ü".repeat(54))
                .says("has 109 bytes in UTF-8", "at most 107")
                .advises("at most 107 bytes");
    }

    @Test
    void twoEndpointsOnOnePathAreNamed(Warnings warnings) throws Exception {
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
        start(
                        warnings,
                        "peercred.inbound.clock.path=" + this.directory.resolve("x"),
                        "peercred.inbound.other.path=" + link.resolve("x"))
                .says("is also the path of peercred.inbound.", "clock", "other", "/x'")
                .advises("a path of its own");
    }

    private static FailedStart start(Warnings warnings, String... properties) {
        return InvalidPropertyTests.start(warnings, properties);
    }
}
