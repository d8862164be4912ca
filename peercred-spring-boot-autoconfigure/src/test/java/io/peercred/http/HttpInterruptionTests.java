package io.peercred.http;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.peercred.connection.FullBacklog;
import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever is interrupted, or whose client is closed, is free and leaves nothing behind. */
@Timeout(30)
class HttpInterruptionTests {

    private static final String SILENT = """
            c = accept(listen_here()); say(first_line(c)); say(first_line(c)); hear()
            """;

    @TempDir
    Path directory;

    @AutoClose
    final HttpClients clients = new HttpClients();

    @Test
    void whileItWaitsForAConnection() throws Exception {
        Path socket = this.directory.resolve("s");
        try (Peer server = ScriptedServer.start(socket, SILENT);
                Call holder = new Call();
                Call waiting = new Call()) {
            RestClient client = this.clients.client(TestSettings.at(socket)
                    .pool(new PoolSettings(1, 1, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                    .replyTimeout(Duration.ofMinutes(1)));
            holder.start(client);
            assertThat(server.line()).startsWith("GET ");
            waiting.start(client);
            waiting.awaitState(Thread.State.TIMED_WAITING);
            waiting.thread.interrupt();
            assertThat(waiting.failure()).isInstanceOf(ResourceAccessException.class);
        }
    }

    @Test
    void whileTheBacklogIsFull() throws Exception {
        Path socket = this.directory.resolve("s");
        try (FullBacklog full = new FullBacklog(socket);
                Call call = new Call()) {
            call.start(this.clients.client(TestSettings.at(socket).connectTimeout(Duration.ofMinutes(1))));
            Awaitility.await().until(() -> call.isIn("connect"));
            call.thread.interrupt();
            assertThat(call.failure()).hasRootCauseInstanceOf(InterruptedIOException.class);
            assertThat(full).isNotNull();
        }
    }

    @Test
    void byTheEndOfItsClientWhileItWaitsForTheAnswer() throws Exception {
        Path socket = this.directory.resolve("s");
        VerifiedHttpRequestFactory requests =
                this.clients.requests(TestSettings.at(socket).replyTimeout(Duration.ofMinutes(1)));
        try (Peer server = ScriptedServer.start(socket, SILENT);
                Call call = new Call()) {
            call.start(HttpClients.client(requests));
            assertThat(server.line()).startsWith("GET ");
            requests.close();
            assertThat(call.failure()).hasRootCauseInstanceOf(SocketException.class);
            assertThat(server.line()).isEqualTo("end");
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void onAVirtualThreadWhileItWaitsForTheAnswer() throws Exception {
        Path socket = this.directory.resolve("s");
        RestClient client = this.clients.client(TestSettings.at(socket).replyTimeout(Duration.ofMinutes(1)));
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try (Peer server = ScriptedServer.start(socket, SILENT)) {
            Future<String> call = threads.submit(() -> HttpClients.get(client, "/"));
            assertThat(server.line()).startsWith("GET ");
            call.cancel(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.line()).isEqualTo("end");
        }
    }

    /** A request on a thread of its own. */
    private static final class Call implements AutoCloseable {

        private volatile Thread thread;
        private volatile Throwable failure;

        void start(RestClient client) {
            Thread caller = new Thread(() -> {
                try {
                    HttpClients.get(client, "/");
                } catch (RuntimeException ex) {
                    this.failure = ex;
                }
            });
            caller.setDaemon(true);
            this.thread = caller;
            caller.start();
        }

        void awaitState(Thread.State state) {
            Awaitility.await().until(() -> this.thread.getState() == state);
        }

        boolean isIn(String method) {
            for (StackTraceElement element : this.thread.getStackTrace()) {
                if (element.getMethodName().equals(method)) {
                    return true;
                }
            }
            return false;
        }

        Throwable failure() throws InterruptedException {
            this.thread.join(10_000);
            assertThat(this.failure).as("it ended with a failure").isNotNull();
            return this.failure;
        }

        @Override
        public void close() {
            if (this.thread != null) {
                this.thread.interrupt();
            }
        }
    }
}
