package io.peercred.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a build says that it ships. */
final class Sbom {

    private Sbom() {}

    static List<Component> ofTheLibrary() throws IOException {
        return read("library.sbom");
    }

    static List<Component> ofTheStarter() throws IOException {
        return read("starter.sbom");
    }

    static List<Component> ofTheSample() throws IOException {
        return read("sample.sbom");
    }

    static JsonNode document(String property) throws IOException {
        Path file = Path.of(System.getProperty(property));
        boolean there = Files.isRegularFile(file);
        String reason = "needs " + file + ", whose maker leaves it out of builds with -o";
        if (!there && "true".equals(System.getenv("CI"))) {
            Assertions.fail("Not skipped, since CI is true: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
        return new JsonMapper().readTree(Files.readString(file));
    }

    private static List<Component> read(String property) throws IOException {
        return document(property)
                .path("components")
                .valueStream()
                .map(Component::of)
                .toList();
    }

    /**
     * A library.
     *
     * @param name group and artifact
     * @param file what its file is called
     * @param optional whether an application gets it only by asking for it
     * @param sha256 of that file, or empty
     * @param licences their SPDX ids, or what else its author calls them; the user chooses one
     */
    record Component(String name, String file, boolean optional, String sha256, Set<String> licences) {

        private static Component of(JsonNode json) {
            String artifact = json.path("name").asString();
            String type = json.path("purl").asString().replaceAll(".*[?&]type=", "");
            return new Component(
                    json.path("group").asString() + ":" + artifact,
                    artifact + "-" + json.path("version").asString() + "." + type,
                    json.path("scope").asString().equals("optional"),
                    json.path("hashes")
                            .valueStream()
                            .filter(hash -> hash.path("alg").asString().equals("SHA-256"))
                            .map(hash -> hash.path("content").asString())
                            .findAny()
                            .orElse(""),
                    new TreeSet<>(json.path("licenses")
                            .valueStream()
                            .flatMap(Component::licence)
                            .toList()));
        }

        private static Stream<String> licence(JsonNode json) {
            return Stream.of(
                            json.path("expression"),
                            json.path("license").path("id"),
                            json.path("license").path("name"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .limit(1);
        }
    }
}
