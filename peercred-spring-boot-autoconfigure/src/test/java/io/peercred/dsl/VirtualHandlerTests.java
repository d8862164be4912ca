package io.peercred.dsl;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;

import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.testing.Applications;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Handlers run on virtual threads where the flow says so; the sockets stay with platform threads. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads take Java 21")
class VirtualHandlerTests {

    @TempDir
    Path directory;

    @Test
    void anExecutorChannelOfVirtualThreadsRunsTheHandlerOnOne() throws Exception {
        SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor("handler-");
        virtual.setVirtualThreads(true);
        IntegrationFlow flow = IntegrationFlow.from(Peercred.inboundGateway(
                        "ticker", socket().toString(), endpoint -> endpoint.expectedUid("self")))
                .channel(MessageChannels.executor(virtual))
                .handle((payload, headers) -> kind(Thread.currentThread()))
                .get();
        try (var context = Flows.started(flow);
                TestClient client = new TestClient(socket())) {
            assertThat(client.ask("utc")).isEqualTo("virtual");
        }
    }

    @Test
    void thePropertyAloneChangesNeitherTheHandlersThreadNorTheSockets() {
        List<String> judged = new CopyOnWriteArrayList<>();
        Applications.clock(socket())
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withBean(
                        PeerCredentialVerifier.class,
                        () -> (peer, endpoint) -> judged.add(kind(Thread.currentThread())))
                .withBean("flow", IntegrationFlow.class, () -> IntegrationFlow.from("peercred.inbound.clock")
                        .handle((payload, headers) -> kind(Thread.currentThread()))
                        .get())
                .run(context -> {
                    try (TestClient client = new TestClient(socket())) {
                        assertThat(client.ask("utc")).isEqualTo("platform");
                    }
                    assertThat(judged).containsExactly("platform");
                });
    }

    @Test
    void bootsExecutorIsOfVirtualThreadsUnderThePropertyAndAFlowMayTakeIt() {
        Applications.clock(socket())
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withUserConfiguration(OnBootsExecutor.class)
                .run(context -> {
                    try (TestClient client = new TestClient(socket())) {
                        assertThat(client.ask("utc")).isEqualTo("virtual");
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OnBootsExecutor {

        @Bean
        IntegrationFlow flow(AsyncTaskExecutor applicationTaskExecutor) {
            return IntegrationFlow.from("peercred.inbound.clock")
                    .channel(MessageChannels.executor(applicationTaskExecutor))
                    .handle((payload, headers) -> kind(Thread.currentThread()))
                    .get();
        }
    }

    private static String kind(Thread thread) {
        try { // Java 17 compiles this.
            Method isVirtual = Thread.class.getMethod("isVirtual");
            return Boolean.TRUE.equals(isVirtual.invoke(thread)) ? "virtual" : "platform";
        } catch (ReflectiveOperationException ex) {
            throw new AssertionError(ex);
        }
    }

    private Path socket() {
        return this.directory.resolve("ticker.sock");
    }
}
