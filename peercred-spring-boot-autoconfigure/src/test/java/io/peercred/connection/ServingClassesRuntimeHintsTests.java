package io.peercred.connection;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

class ServingClassesRuntimeHintsTests {

    @Test
    void eachIsFoundByItsName() {
        RuntimeHints hints = new RuntimeHints();
        AotServices.factories().load(RuntimeHintsRegistrar.class).stream()
                .filter(ServingClassesRuntimeHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
        assertThat(ServingClasses.CLASSES)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(reflection().onType(each)).accepts(hints));
    }
}
