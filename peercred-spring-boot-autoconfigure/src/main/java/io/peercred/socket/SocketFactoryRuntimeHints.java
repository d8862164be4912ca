package io.peercred.socket;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Says to ahead-of-time processing that others, such as drivers, make our socket factories by the class's name. */
final class SocketFactoryRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        List.of(VerifiedSocketFactory.class, VerifiedServerSocketFactory.class)
                .forEach(each -> hints.reflection().registerType(each, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
    }
}
