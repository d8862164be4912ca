package io.peercred.security;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.messaging.context.SecurityContextPropagationChannelInterceptor;

import io.peercred.autoconfigure.PeercredSecurityAutoConfiguration;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A flow that goes on by a thread of its own. */
@Timeout(60)
class HandedOverTests {

    @TempDir
    Path directory;

    private final ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "pooled"));

    @AfterEach
    void end() {
        this.pool.shutdownNow();
    }

    private ApplicationContextRunner application(Executor executor, boolean propagated) {
        return Applications.clock(this.directory.resolve("clock.sock"))
                .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class))
                .withUserConfiguration(Desk.class)
                .withPropertyValues("peercred.security.authorities.backup=uid:self")
                .withBean("peercred.inbound.clock", ExecutorChannel.class, () -> {
                    ExecutorChannel channel = new ExecutorChannel(executor);
                    if (propagated) {
                        channel.addInterceptor(new SecurityContextPropagationChannelInterceptor());
                    }
                    return channel;
                });
    }

    private void isServedByThePool(ApplicationContextRunner application) {
        application.run(context -> {
            assertThat(context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "please", String.class))
                    .endsWith("[backup]");
            assertThat(context.getBean(Desk.Watch.class).meanwhile)
                    .extracting(Desk.Seen::thread)
                    .containsExactly("pooled");
            assertThat(this.pool
                            .submit(() -> SecurityContextHolder.getContext().getAuthentication())
                            .get())
                    .as("left behind in the pool")
                    .isNull();
        });
    }

    @Test
    void hasThePeerByAnExecutorThatTakesTheContextAlong() {
        isServedByThePool(application(new DelegatingSecurityContextExecutor(this.pool), false));
    }

    @Test
    void hasThePeerByAnInterceptorThatTakesTheContextAlong() {
        isServedByThePool(application(this.pool, true));
    }

    @Test
    void isDeniedWhereNothingTakesTheContextAlong(Warnings warnings) {
        application(this.pool, false).run(context -> {
            assertThatExceptionOfType(MessageDeliveryException.class)
                    .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "please", String.class));
            warnings.await("An Authentication object was not found in the SecurityContext");
            assertThat(warnings.count("Denied a request")).isOne();
            assertThat(context.getBean(Desk.Watch.class).meanwhile).isEmpty();
        });
    }
}
