package io.peercred.activation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.MessagingException;

import io.peercred.connection.Handover;
import io.peercred.connection.SocketActivator;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** A child that serves a handed-over socket is restarted while it is called. */
@Timeout(180)
class RestartTests {

    private static final int THREADS = 8;
    private static final int CALLS = 1000;
    private static final int RESTARTS = 4;

    @TempDir
    Path directory;

    @AutoClose
    SocketActivator activator;

    @BeforeEach
    void bind() throws IOException {
        this.activator = SocketActivator.at(this.directory.resolve("clock.sock").toString())
                .bind();
    }

    private Peer start() throws IOException {
        return Children.application(this.activator, Handover.LISTEN_FDS);
    }

    private interface Ending {
        void end(Peer child);
    }

    private interface Outcome {
        void of(Callers callers);
    }

    /** Ends the child in the midst of the calls, several times, each time when as many were made, and starts the next. */
    private void callWhileRestarted(Ending ending, Outcome outcome) {
        Applications.runner()
                .withPropertyValues(
                        "peercred.expected-uid=self",
                        "peercred.outbound.clock.path=" + this.activator.path(),
                        "peercred.outbound.clock.reply-timeout=60s")
                .run(context -> {
                    try (Callers callers = new Callers(context.getBean(VerifiedSocketTemplate.class), THREADS, CALLS)) {
                        restart(callers, ending);
                        outcome.of(callers);
                    }
                });
    }

    private void restart(Callers callers, Ending ending) throws IOException {
        Peer child = start();
        try {
            callers.children.add(child.pid());
            CompletableFuture<Void> all = callers.start();
            for (int i = 1; i <= RESTARTS; i++) {
                int reached = i * CALLS / (RESTARTS + 1);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> callers.begun() >= reached);
                ending.end(child);
                child = start();
                callers.children.add(child.pid());
            }
            all.orTimeout(60, TimeUnit.SECONDS).join();
        } finally {
            child.close();
        }
    }

    @Test
    void noCallIsLostWhereChildrenEndInAnOrderlyWay() {
        callWhileRestarted(child -> assertThat(child.terminate()).isEqualTo(143), callers -> {
            assertThat(callers.failures).isEmpty();
            assertThat(callers.wrong).isEmpty();
            assertThat(callers.answered()).isEqualTo(CALLS);
        });
    }

    /** At most one call of each thread is in progress when a child is killed. */
    @Test
    void whereChildrenAreKilledOnlyCallsInProgressFailAndTheySaySo() {
        callWhileRestarted(RestartTests::kill, callers -> {
            assertThat(callers.failures)
                    .hasSizeLessThanOrEqualTo(RESTARTS * THREADS)
                    .allSatisfy(ex -> assertThat(ex)
                            .isInstanceOf(MessagingException.class)
                            .hasMessageContaining("closed the connection"));
            assertThat(callers.wrong).isEmpty();
            assertThat(callers.answered()).isEqualTo(CALLS - callers.failures.size());
        });
    }

    private static void kill(Peer child) {
        child.kill();
        assertThat(child.exitCode()).isEqualTo(137);
    }

    /** The child hangs, so that nobody accepts, and is killed. */
    @Test
    void whoWaitsWhileAChildIsKilledIsServedByTheNext() throws Exception {
        List<TestClient> waiting = new ArrayList<>();
        try (Peer child = start();
                TestClient served = new TestClient(Path.of(this.activator.path()))) {
            assertThat(served.ask("up?")).isEqualTo("up? clock " + child.pid());
            stop(child);
            for (int i = 0; i < 20; i++) {
                waiting.add(new TestClient(Path.of(this.activator.path())));
            }
            kill(child);
            try (Peer next = start()) {
                for (TestClient each : waiting) {
                    assertThat(each.ask("still here?")).isEqualTo("still here? clock " + next.pid());
                }
            }
        } finally {
            for (TestClient each : waiting) {
                each.close();
            }
        }
    }

    private static void stop(Peer child) throws Exception {
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(child.pid()))
                        .start()
                        .waitFor())
                .isZero();
        Awaitility.await("the child stopped").until(() -> state(child).equals("T"));
    }

    private static String state(Peer child) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"), StandardCharsets.UTF_8);
        return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
    }
}
