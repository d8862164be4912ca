package io.peercred.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.javapoet.ClassName;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that was processed ahead of time, with other properties than those that it runs with. */
class AheadOfTimeTests {

    @TempDir
    Path directory;

    @Test
    @CompileWithForkedClassLoader
    void endpointsFollowThePropertiesOfTheRun() {
        Path socket = this.directory.resolve("clock");
        String[] run = {
            "peercred.expected-uid=self",
            "peercred.inbound.clock.path=" + socket,
            "peercred.outbound.other.path=" + socket
        };
        run(
                process("peercred.expected-uid=7", "peercred.inbound.log.path=/run/log"),
                context -> {
                    assertThat(context.getBeanNamesForType(PeercredInboundGateway.class))
                            .containsExactly("peercred.inbound.clock.gateway");
                    assertThat(context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("other", "utc", String.class))
                            .isEqualTo("answer: utc");
                },
                run);
    }

    /** Values of a map, and a type within the type of one; the strictness about unknown keys reads the same. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                PeercredProperties.class,
                PeercredProperties.Inbound.class,
                PeercredProperties.Outbound.class,
                PeercredProperties.Pool.class
            })
    void eachPropertyCanBeBound(Class<?> properties) {
        RuntimeHints hints = process("peercred.expected-uid=7").generated().getRuntimeHints();
        List<Method> setters = Arrays.stream(BeanUtils.getPropertyDescriptors(properties))
                .map(PropertyDescriptor::getWriteMethod)
                .filter(Objects::nonNull)
                .toList();
        assertThat(setters).isNotEmpty().allSatisfy(setter -> assertThat(
                        RuntimeHintsPredicates.reflection().onMethodInvocation(setter))
                .accepts(hints));
    }

    /** What was generated, and the name of the class that it starts with. */
    private record Processed(TestGenerationContext generated, ClassName initializer) {}

    private static Processed process(String... properties) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(context);
            context.register(Application.class);
            TestGenerationContext generated = new TestGenerationContext();
            ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
            generated.writeGeneratedContent();
            return new Processed(generated, initializer);
        }
    }

    private static void run(Processed processed, Consumer<GenericApplicationContext> test, String... properties) {
        TestCompiler.forSystem().with(processed.generated()).compile(compiled -> TestPropertyValues.of(
                        AotDetector.AOT_ENABLED + "=true")
                .applyToSystemProperties(() -> {
                    try (GenericApplicationContext context = new GenericApplicationContext()) {
                        TestPropertyValues.of(properties).applyTo(context);
                        initializer(compiled.getInstance(
                                        ApplicationContextInitializer.class,
                                        processed.initializer().toString()))
                                .initialize(context);
                        context.refresh();
                        test.accept(context);
                    }
                    return null;
                }));
    }

    @SuppressWarnings("unchecked") // what the generator makes
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(
            ApplicationContextInitializer<?> instance) {
        return (ApplicationContextInitializer<GenericApplicationContext>) instance;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TaskSchedulingAutoConfiguration.class,
        IntegrationAutoConfiguration.class,
        PeercredAutoConfiguration.class
    })
    static class Application {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String answer(String question) {
            return "answer: " + question;
        }
    }
}
