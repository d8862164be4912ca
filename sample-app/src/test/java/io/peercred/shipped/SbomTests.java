package io.peercred.shipped;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.peercred.shipped.Sbom.Component;

import static org.assertj.core.api.Assertions.assertThat;

/** The bill of materials is true, stands where others look for it, and is the same in every build. */
class SbomTests {

    private static final String LOCATION = "META-INF/sbom/application.cdx.json";

    @Test
    void theExecutableJarHoldsTheLibrariesItNamesByteForByte() throws IOException {
        Map<String, String> said = Sbom.ofTheSample().stream()
                // POMs and starters, which name others and have nothing in them.
                .filter(component -> component.file().endsWith(".jar")
                        && !component.name().matches(".*:(spring-boot|peercred-spring-boot)-starter.*"))
                .collect(Collectors.toMap(Component::file, Component::sha256));
        Map<String, String> held = new TreeMap<>();
        try (JarFile jar = new JarFile(ShippedJar.FILE.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(ShippedJar.LIBRARIES) && !entry.isDirectory()) {
                    byte[] content = jar.getInputStream(entry).readAllBytes();
                    held.put(entry.getName().substring(ShippedJar.LIBRARIES.length()), sha256(content));
                }
            }
        }
        // Boot's packaging puts it in, for -Djarmode=tools.
        assertThat(held.keySet().removeIf(file -> file.startsWith("spring-boot-jarmode-tools-")))
                .isTrue();
        assertThat(held).isNotEmpty().isEqualTo(said);
    }

    @Test
    void theManifestSaysWhereItIs() throws IOException {
        Sbom.document("sample.sbom");
        try (JarFile jar = new JarFile(ShippedJar.FILE.toFile())) {
            var attributes = jar.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Sbom-Location")).isEqualTo(LOCATION);
            assertThat(attributes.getValue("Sbom-Format")).isEqualTo("CycloneDX");
            assertThat(jar.getEntry(LOCATION)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"library.sbom", "starter.sbom", "sample.sbom"})
    void nothingInItIsOfOneBuild(String property) throws IOException {
        JsonNode sbom = Sbom.document(property);
        assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(sbom.has("serialNumber")).isFalse();
        assertThat(sbom.path("metadata").has("timestamp")).isFalse();
    }

    @Test
    void whatTheLibraryTakesOnlyIfItIsThereIsOptional() throws IOException {
        assertThat(Sbom.ofTheLibrary())
                .filteredOn(
                        component -> component.name().matches(".*:(micrometer-core|spring-security-core|httpclient5)"))
                .hasSize(3)
                .allMatch(Component::optional);
        assertThat(Sbom.ofTheStarter()).isNotEmpty().noneMatch(Component::optional);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException ex) {
            throw new AssertionError(ex);
        }
    }
}
