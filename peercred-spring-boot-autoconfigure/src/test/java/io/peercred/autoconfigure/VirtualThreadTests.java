package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Under {@code spring.threads.virtual.enabled}: blocked system calls must not take the few carriers there are. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

    private static final int CALLERS = 8;

    @TempDir
    Path directory;

    @Test
    void moreCallersThanProcessorsAreServedAtATime() {
        Path socket = this.directory.resolve("clock.sock");
        Contexts.with(
                        "spring.threads.virtual.enabled=true",
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + socket,
                        "peercred.outbound.clock.path=" + socket)
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withUserConfiguration(Meeting.class)
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
                    List<Future<String>> answers = new ArrayList<>();
                    for (int i = 0; i < CALLERS; i++) {
                        answers.add(executor.submit(() -> Thread.currentThread() + " got "
                                + template.convertSendAndReceive("clock", "utc", String.class)));
                    }
                    for (Future<String> answer : answers) {
                        assertThat(answer.get(30, TimeUnit.SECONDS))
                                .startsWith("VirtualThread")
                                .contains("got Thread[");
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Meeting {

        private final CyclicBarrier everybody = new CyclicBarrier(CALLERS);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String answer(String question) throws Exception {
            this.everybody.await(8, TimeUnit.SECONDS);
            return Thread.currentThread().toString();
        }
    }
}
