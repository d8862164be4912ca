package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.messaging.MessageChannel;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class RequestChannelTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner() {
        Path socket = this.directory.resolve("clock.sock");
        return Contexts.with(
                "peercred.expected-uid=self",
                "peercred.inbound.clock.path=" + socket,
                "peercred.outbound.clock.path=" + socket);
    }

    @Test
    void aServiceActivatorOnTheNameAloneAnswers() {
        runner().withUserConfiguration(Activator.class).run(context -> {
            assertThat(context).getBean("peercred.inbound.clock").isInstanceOf(DirectChannel.class);
            assertThat(ask(context.getBean(VerifiedSocketTemplate.class))).isEqualTo("activator: utc");
        });
    }

    @Test
    void aFlowFromTheNameAnswers() {
        runner().withBean(IntegrationFlow.class, () -> IntegrationFlow.from("peercred.inbound.clock")
                        .<String>handle((payload, headers) -> "flow: " + payload)
                        .get())
                .run(context -> assertThat(ask(context.getBean(VerifiedSocketTemplate.class)))
                        .isEqualTo("flow: utc"));
    }

    @Test
    void theApplicationsExecutorChannelIsUsedAndNotReplaced() {
        ExecutorChannel own = new ExecutorChannel(new SyncTaskExecutor());
        runner().withUserConfiguration(Activator.class)
                .withBean("peercred.inbound.clock", ExecutorChannel.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean(PeercredInboundGateway.class).getRequestChannel())
                            .isSameAs(own);
                    assertThat(ask(context.getBean(VerifiedSocketTemplate.class)))
                            .isEqualTo("activator: utc");
                });
    }

    @Test
    void theApplicationsQueueChannelIsUsedAndNotReplaced() {
        runner().withUserConfiguration(PollingActivator.class)
                .withBean("peercred.inbound.clock", QueueChannel.class, () -> new QueueChannel(5))
                .run(context -> assertThat(ask(context.getBean(VerifiedSocketTemplate.class)))
                        .isEqualTo("polled: utc"));
    }

    @Test
    void aRegisteredInstanceIsUsedAndNotReplaced() {
        DirectChannel own = new DirectChannel();
        runner().withInitializer(context -> context.getBeanFactory().registerSingleton("peercred.outbound.clock", own))
                .withUserConfiguration(Activator.class)
                .run(context ->
                        assertThat(context).getBean("peercred.outbound.clock").isSameAs(own));
    }

    @Test
    void theParentsChannelIsUsedAndNotReplaced() {
        try (var parent = new AnnotationConfigApplicationContext()) {
            parent.registerBean("peercred.inbound.clock", DirectChannel.class, () -> new DirectChannel());
            parent.refresh();
            runner().withParent(parent).withUserConfiguration(Activator.class).run(context -> {
                assertThat(context.containsLocalBean("peercred.inbound.clock")).isFalse();
                assertThat(ask(context.getBean(VerifiedSocketTemplate.class))).isEqualTo("activator: utc");
            });
        }
    }

    @Test
    void aConfiguredChannelIsUsedAndCreatedOnlyIfThereIsNone() {
        runner().withPropertyValues(
                        "peercred.inbound.clock.request-channel=questions",
                        "peercred.outbound.clock.request-channel=asks")
                .withBean("answers", IntegrationFlow.class, () -> IntegrationFlow.from("questions")
                        .<String>handle((payload, headers) -> "answer: " + payload)
                        .get())
                .withBean("asks", DirectChannel.class, DirectChannel::new)
                .run(context -> {
                    assertThat(context)
                            .hasBean("questions")
                            .doesNotHaveBean("peercred.inbound.clock")
                            .doesNotHaveBean("peercred.outbound.clock");
                    assertThat(ask(context.getBean(VerifiedSocketTemplate.class)))
                            .isEqualTo("answer: utc");
                });
    }

    @Test
    void aChannelOfSpringIntegrationsOwnIsUsed() {
        runner().withPropertyValues(
                        "peercred.inbound.clock.request-channel=nullChannel",
                        "peercred.inbound.clock.expect-reply=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aChannelIsInjectedByItsName() {
        runner().withUserConfiguration(Activator.class, Caller.class)
                .run(context -> assertThat(context.getBean(Caller.class).channel)
                        .isSameAs(context.getBean("peercred.outbound.clock")));
    }

    @Test
    void aChannelThatAFlowIsMadeOfIsUsed() {
        runner().withBean("upperCase", IntegrationFlow.class, () -> IntegrationFlow.from(MessageChannels.executor(
                                "peercred.inbound.clock", task -> new Thread(task, "flow").start()))
                        .<String, String>transform(text -> text.toUpperCase(Locale.ROOT) + " by "
                                + Thread.currentThread().getName())
                        .get())
                .run(context -> assertThat(ask(context.getBean(VerifiedSocketTemplate.class)))
                        .isEqualTo("UTC by flow"));
    }

    private static String ask(VerifiedSocketTemplate template) {
        return template.convertSendAndReceive("clock", "utc", String.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Activator {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String answer(String question) {
            return "activator: " + question;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PollingActivator {

        @ServiceActivator(inputChannel = "peercred.inbound.clock", poller = @Poller(fixedDelay = "10"))
        public String answer(String question) {
            return "polled: " + question;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Caller {

        final MessageChannel channel;

        Caller(@Qualifier("peercred.outbound.clock") MessageChannel channel) {
            this.channel = channel;
        }
    }
}
