package io.peercred.shipped;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.peercred.shipped.Sbom.Component;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever ships an application with this in it owes nobody its source. */
class LicenceTests {

    /** Permissive. One of several is enough. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0");

    /** Weak copyleft, which asks for the changed source of itself alone. Every application of Spring Boot's has them. */
    private static final Set<String> ALLOWED_UNDER_EPL_2 = Set.of(
            "ch.qos.logback:logback-classic",
            "ch.qos.logback:logback-core",
            "jakarta.annotation:jakarta.annotation-api");

    @Test
    void theStartersArePermissive() throws IOException {
        assertAllowed(Sbom.ofTheStarter());
    }

    @Test
    void theSamplesArePermissive() throws IOException {
        assertAllowed(Sbom.ofTheSample());
    }

    @Test
    void soAreTheLibrarysWithWhatIsOptional() throws IOException {
        assertAllowed(Sbom.ofTheLibrary());
    }

    @Test
    void everyExceptionIsNeeded() throws IOException {
        assertThat(Sbom.ofTheStarter())
                .filteredOn(component -> Collections.disjoint(component.licences(), ALLOWED))
                .extracting(Component::name)
                .containsExactlyInAnyOrderElementsOf(ALLOWED_UNDER_EPL_2);
    }

    private static void assertAllowed(List<Component> components) {
        assertThat(components).isNotEmpty().allSatisfy(component -> {
            Set<String> allowed = new TreeSet<>(ALLOWED);
            if (ALLOWED_UNDER_EPL_2.contains(component.name())) {
                allowed.add("EPL-2.0");
            }
            assertThat(component.licences()).as(component.name()).containsAnyElementsOf(allowed);
        });
    }
}
