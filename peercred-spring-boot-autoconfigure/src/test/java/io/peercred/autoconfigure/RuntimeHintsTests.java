package io.peercred.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.util.ClassUtils;

import io.peercred.socket.VerifiedServerSocketFactory;
import io.peercred.socket.VerifiedSocketFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

/** What ahead-of-time processing of any application is told of us, whichever of its beans it has. */
class RuntimeHintsTests {

    private final RuntimeHints hints = new RuntimeHints();

    RuntimeHintsTests() {
        AotServices.factories()
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar ->
                        registrar.registerHints(this.hints, getClass().getClassLoader()));
    }

    @Test
    void eachNativeMethodOfOursCanBeMapped() throws ClassNotFoundException {
        Class<?> mapped = Class.forName("io.peercred.platform.LibC");
        List<Method> methods = Arrays.stream(mapped.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .toList();
        assertThat(methods).hasSizeGreaterThan(20).allSatisfy(method -> assertThat(
                        reflection().onMethodInvocation(method))
                .accepts(this.hints));
        assertThat(this.hints.jni().getTypeHint(mapped)).isNotNull();
    }

    /** The names are in the library, as C strings. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-x86-64", "linux-aarch64"})
    void jnasLibraryIsThereAndFindsEachClassThatItNames(String system) throws IOException {
        String library = "com/sun/jna/" + system + "/libjnidispatch.so";
        assertThat(resource().forResource(library)).accepts(this.hints);
        Matcher names = Pattern.compile("(?<=\\x00)(java|com/sun/jna)/[\\w/$]+(?=\\x00)")
                .matcher(content(library));
        List<String> classes = names.results()
                .map(name -> name.group().replace('/', '.'))
                .distinct()
                .toList();
        assertThat(classes).contains("com.sun.jna.Pointer", "java.lang.String").allSatisfy(name -> {
            assertThat(this.hints.jni().getTypeHint(TypeReference.of(name)))
                    .as(name)
                    .isNotNull();
            assertThat(ClassUtils.isPresent(name, getClass().getClassLoader()))
                    .as(name)
                    .isTrue();
        });
    }

    private String content(String library) throws IOException {
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(library)) {
            assertThat(in).as(library).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Which is why we say nothing of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "junixsocket-common/jni-config.json",
                "junixsocket-common/reflect-config.json",
                "junixsocket-native-amd64-Linux-clang-jni/resource-config.json",
                "junixsocket-native-aarch64-Linux-clang-jni/resource-config.json"
            })
    void junixsocketBringsItsOwn(String file) {
        assertThat(getClass()
                        .getClassLoader()
                        .getResource("META-INF/native-image/com.kohlschutter.junixsocket/" + file))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {VerifiedSocketFactory.class, VerifiedServerSocketFactory.class})
    void socketFactoriesCanBeMadeByNameWithAnArgument(Class<?> factory) throws NoSuchMethodException {
        assertThat(reflection().onConstructorInvocation(factory.getConstructor(String.class)))
                .accepts(this.hints);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InheritedSocketFailureAnalyzer.class,
                InvalidPeercredPropertyFailureAnalyzer.class,
                NativeSupportFailureAnalyzer.class,
                SocketBindFailureAnalyzer.class,
                UnknownKeyFailureAnalyzer.class
            })
    void failuresAreAnalysed(Class<?> analyzer) throws NoSuchMethodException {
        assertThat(reflection().onConstructorInvocation(analyzer.getDeclaredConstructor()))
                .accepts(this.hints);
        assertThat(resource().forResource("META-INF/spring.factories")).accepts(this.hints);
    }
}
