package io.peercred.connection;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Says to ahead-of-time processing that {@link ServingClasses} are looked up by their names. */
final class ServingClassesRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        ServingClasses.CLASSES.forEach(each -> hints.reflection().registerType(each));
    }
}
