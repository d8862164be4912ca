package io.peercred.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.autoconfigure.PeercredProperties.Activation;
import io.peercred.autoconfigure.PeercredProperties.Credentials;
import io.peercred.autoconfigure.PeercredProperties.DirectoryCheck;
import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;
import io.peercred.connection.FileModes;
import io.peercred.connection.FrameCodecs;
import io.peercred.template.PayloadType;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration metadata that the build writes for editors, against the properties' types. */
class MetadataTests {

    /** Not set in the properties, where null stands for the default of the defaults. */
    private static final Map<String, String> RESOLVED_DEFAULTS = Map.of(
            "peercred.codec", "length-header",
            "peercred.content-type", "text/plain",
            "peercred.max-message-size", "16MB",
            "peercred.trace-propagation", "false");

    private static final Map<String, Object> OWNERS = Map.of(
            "peercred.inbound.*.",
            new Inbound(),
            "peercred.outbound.*.",
            new Outbound(),
            "peercred.",
            new PeercredProperties());

    private static final Map<String, JsonNode> PROPERTIES = new TreeMap<>();

    private static JsonNode metadata;

    @BeforeAll
    static void read() throws IOException {
        // The test classes have a file of this name, too.
        URL classes =
                PeercredProperties.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream json = URI.create(classes + "META-INF/spring-configuration-metadata.json")
                .toURL()
                .openStream()) {
            metadata = new JsonMapper().readTree(json);
        }
        metadata.get("properties")
                .forEach(property -> PROPERTIES.put(property.get("name").stringValue(), property));
    }

    @Test
    void everyKeyIsThereAndNoOther() {
        Set<String> expected = new TreeSet<>(KnownKeys.all("*"));
        expected.addAll(Set.of("peercred.inbound", "peercred.outbound"));
        assertThat(PROPERTIES.keySet().stream().filter(key -> key.startsWith("peercred.")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void theKeysOfBootsThatAskForUsAreThere() {
        assertThat(PROPERTIES.keySet().stream().filter(key -> !key.startsWith("peercred.")))
                .contains("management.health.peercred.enabled")
                .allSatisfy(key -> assertThat(key).startsWith("management."));
    }

    @Test
    void everyKeyHasATypeAndADescription() {
        assertThat(PROPERTIES.values()).allSatisfy(property -> {
            assertThat(property.path("type").asString("")).isNotBlank();
            assertThat(property.path("description").asString("")).isNotBlank().endsWith(".");
        });
    }

    @Test
    void defaultsAreThoseOfFreshProperties() {
        PROPERTIES.forEach((name, property) -> {
            JsonNode documented = property.path("defaultValue");
            if (RESOLVED_DEFAULTS.containsKey(name)) {
                assertThat(documented.asString("")).as(name).isEqualTo(RESOLVED_DEFAULTS.get(name));
            } else if (KnownKeys.all("*").contains(name)) {
                assertThat(converted(name, documented)).as(name).isEqualTo(value(name));
            }
        });
    }

    @Test
    void theDefaultsThatAreResolvedLaterAreWhatTheySay() {
        Contexts.with("peercred.expected-uid=self", "peercred.outbound.clock.path=/run/clock")
                .run(context -> {
                    PeercredSettings.OutboundTarget clock =
                            context.getBean(PeercredSettings.class).outbound().get("clock");
                    assertThat(clock.settings().codec())
                            .isSameAs(FrameCodecs.named(RESOLVED_DEFAULTS.get("peercred.codec")));
                    assertThat(clock.converter().type())
                            .isEqualTo(PayloadType.of(RESOLVED_DEFAULTS.get("peercred.content-type")));
                    assertThat(clock.settings().maxMessageSize())
                            .isEqualTo(DataSize.parse(RESOLVED_DEFAULTS.get("peercred.max-message-size"))
                                    .toBytes());
                    assertThat(clock.settings().propagatesTrace())
                            .isEqualTo(Boolean.parseBoolean(RESOLVED_DEFAULTS.get("peercred.trace-propagation")));
                });
    }

    @Test
    void hintsAreForKeysThatThereAre() {
        assertThat(metadata.get("hints")).isNotEmpty().allSatisfy(hint -> assertThat(PROPERTIES)
                .containsKey(hint.get("name").stringValue()));
    }

    @Test
    void hintsHaveEveryCodecAndContentType() {
        for (String prefix : new String[] {"peercred", "peercred.inbound.*", "peercred.outbound.*"}) {
            assertThat(hinted(prefix + ".codec")).isEqualTo(new TreeSet<>(FrameCodecs.names()));
            assertThat(hinted(prefix + ".content-type"))
                    .allSatisfy(PayloadType::of)
                    .hasSize(PayloadType.values().length);
            assertThat(hinted(prefix + ".expected-uid")).containsExactly("self");
        }
        assertThat(hinted("peercred.inbound.*.file-mode"))
                .isNotEmpty()
                .allSatisfy(mode -> FileModes.parse("file-mode", mode));
        assertThat(hinted("peercred.inbound.*.directory-check")).isEqualTo(values(DirectoryCheck.values()));
        assertThat(hinted("peercred.inbound.*.activation")).isEqualTo(values(Activation.values()));
        assertThat(hinted("peercred.inbound.*.credentials")).isEqualTo(values(Credentials.values()));
    }

    private static Set<String> values(Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> hinted(String key) {
        return StreamSupport.stream(metadata.get("hints").spliterator(), false)
                .filter(hint -> hint.get("name").stringValue().equals(key))
                .flatMap(hint -> StreamSupport.stream(hint.get("values").spliterator(), false))
                .map(value -> value.get("value").stringValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object converted(String name, JsonNode documented) {
        return documented.isMissingNode()
                ? null
                : ApplicationConversionService.getSharedInstance()
                        .convert(documented.asString(), bean(name).getPropertyType(path(name)));
    }

    private static Object value(String name) {
        return bean(name).getPropertyValue(path(name));
    }

    private static BeanWrapperImpl bean(String name) {
        return (BeanWrapperImpl) PropertyAccessorFactory.forBeanPropertyAccess(OWNERS.get(prefix(name)));
    }

    /** The Java name, such as {@code pool.maxActive} of {@code pool.max-active}. */
    private static String path(String name) {
        return Pattern.compile("-([a-z])")
                .matcher(name.substring(prefix(name).length()))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static String prefix(String name) {
        return OWNERS.keySet().stream()
                .filter(name::startsWith)
                .max(Comparator.comparing(String::length))
                .orElseThrow();
    }
}
