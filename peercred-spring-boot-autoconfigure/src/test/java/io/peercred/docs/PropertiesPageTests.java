package io.peercred.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.autoconfigure.PeercredAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/properties.md against the metadata that the build writes for editors. */
class PropertiesPageTests {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)`(°?) \\| (.+?) \\| ([^|]+) \\|$", Pattern.MULTILINE);

    /** By their full names, with an asterisk for NAME. */
    private static final Map<String, JsonNode> METADATA = new TreeMap<>();

    /** The cells of their defaults, by the same names. */
    private static final Map<String, String> PAGE = new TreeMap<>();

    private static final List<String> REPEATED = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        // The test classes have a file of this name, too.
        URL classes = PeercredAutoConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (InputStream json = URI.create(classes + "META-INF/spring-configuration-metadata.json")
                .toURL()
                .openStream()) {
            new JsonMapper()
                    .readTree(json)
                    .get("properties")
                    .forEach(property -> METADATA.put(property.get("name").stringValue(), property));
        }
        String page = Documents.read("docs/properties.md");
        ROW.matcher(page.substring(0, page.indexOf("## YAML"))).results().forEach(PropertiesPageTests::add);
    }

    private static void add(MatchResult row) {
        String key = row.group(1).replace("NAME", "*");
        boolean everywhere = !row.group(2).isEmpty();
        add(key.startsWith("management.") ? key : "peercred." + key, row.group(4));
        if (everywhere) {
            // Without their own value they have that of the default above.
            add("peercred.inbound.*." + key, "none");
            add("peercred.outbound.*." + key, "none");
        }
    }

    private static void add(String key, String defaultCell) {
        if (PAGE.put(key, defaultCell) != null) {
            REPEATED.add(key);
        }
    }

    @Test
    void everyKeyIsOnThePageOnce() {
        assertThat(REPEATED).isEmpty();
        assertThat(METADATA).hasSizeGreaterThan(50);
        assertThat(METADATA.entrySet().stream()
                        .filter(key -> PAGE.keySet().stream()
                                .noneMatch(documented -> documented.equals(key.getKey())
                                        || isMap(key.getValue()) && documented.startsWith(key.getKey() + ".")))
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void everyKeyOnThePageIsOne() {
        assertThat(PAGE).isNotEmpty();
        assertThat(PAGE.keySet().stream().filter(documented -> !isKey(documented)))
                .isEmpty();
    }

    /** Also one below a map: security.authorities.NAME is documented where the map is the key. */
    private static boolean isKey(String documented) {
        String map = documented.replaceFirst("\\.\\*$", "");
        return METADATA.containsKey(documented) || METADATA.containsKey(map) && isMap(METADATA.get(map));
    }

    @Test
    void everyDefaultIsTheOneOnThePage() {
        METADATA.forEach((name, property) -> {
            JsonNode value = property.path("defaultValue");
            if (!value.isMissingNode()) {
                assertThat(PAGE.get(name)).as(name).isEqualTo("`" + value.asString() + "`");
            } else if (!isMap(property)) {
                // Nothing, or what depends on the rest, said in words.
                assertThat(PAGE.get(name)).as(name).isNotBlank().doesNotMatch("`(true|false|[0-9]+[a-zA-Z]*)`");
            }
        });
    }

    private static boolean isMap(JsonNode property) {
        return property.path("type").asString("").startsWith("java.util.Map<");
    }
}
