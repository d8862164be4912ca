package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** From when on endpoints can be used, and contexts that stand on others. */
class StartOrderTests {

    @TempDir
    Path directory;

    @Test
    void theTemplateIsUsedBeforeTheContextIsStartedAndOnesOwnEndpointByARunner() {
        Applications.clock(socket("other")).withBean(Echo.class).run(other -> {
            List<String> answers = new ArrayList<>();
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Early.class)
                    .web(WebApplicationType.NONE)
                    .initializers(each -> each.getBeanFactory().registerSingleton("answers", new Answers(answers)))
                    .properties(
                            "spring.main.banner-mode=off",
                            "peercred.expected-uid=self",
                            "peercred.outbound.other.path=" + socket("other"),
                            "peercred.outbound.own.path=" + socket("clock"),
                            "peercred.inbound.clock.path=" + socket("clock"))
                    .run()) {
                assertThat(answers).containsExactly("initializing", "singletons", "runner at home");
                assertThat(context.isRunning()).isTrue();
            }
        });
    }

    @Test
    void aChildContextUsesItsParentsEndpointsAndItsEndLeavesThemOpen() {
        Applications.clock(socket("clock")).withBean(Echo.class).run(parent -> {
            for (int i = 0; i < 3; i++) {
                Applications.runner()
                        .withParent(parent)
                        .withPropertyValues(
                                "peercred.inbound.clock.enabled=false", // The parent's properties are the child's, too.
                                "peercred.outbound.clock.enabled=false",
                                "peercred.inbound.ticker.path=" + socket("ticker"))
                        .withBean("ticker", TickerEcho.class)
                        .run(child -> {
                            try (TestClient client = new TestClient(socket("ticker"))) {
                                assertThat(client.ask("utc")).isEqualTo("utc");
                            }
                            assertThat(parent.getBean(VerifiedSocketTemplate.class)
                                            .convertSendAndReceive("clock", "utc", String.class))
                                    .isEqualTo("utc");
                            assertThat(child.getBean("verifiedSocketTemplate"))
                                    .isSameAs(parent.getBean("verifiedSocketTemplate"));
                        });
                assertThat(socket("ticker")).doesNotExist();
            }
            assertThat(parent.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "still there", String.class))
                    .isEqualTo("still there");
        });
    }

    private Path socket(String name) {
        return this.directory.resolve(name + ".sock");
    }

    record Answers(List<String> list) {}

    static class TickerEcho {

        @ServiceActivator(inputChannel = "peercred.inbound.ticker")
        public String handle(String question) {
            return question;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class})
    static class Early {

        @Bean
        Echo echo() {
            return new Echo();
        }

        @Bean
        InitializingBean first(VerifiedSocketTemplate template, Answers answers) {
            return () -> answers.list().add(template.convertSendAndReceive("other", "initializing", String.class));
        }

        @Bean
        SmartInitializingSingleton second(VerifiedSocketTemplate template, Answers answers) {
            return () -> answers.list().add(template.convertSendAndReceive("other", "singletons", String.class));
        }

        @Bean
        ApplicationRunner third(VerifiedSocketTemplate template, Answers answers) {
            return arguments ->
                    answers.list().add(template.convertSendAndReceive("own", "runner at home", String.class));
        }
    }
}
