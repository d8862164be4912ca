package io.peercred.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TransportTests {

    private static final int CLIENTS = 4;

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        this.log.start();
        root().addAppender(this.log);
    }

    @AfterEach
    void nothingWasLoggedThatIsNotExpected() {
        root().detachAppender(this.log);
        assertThat(this.log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                // gRPC sets TCP's option on its Unix sockets, too.
                .filteredOn(message -> !message.contains("Unknown channel option 'SO_KEEPALIVE'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bare",
                "jdk",
                "si-tcp",
                "si-tcp-cached",
                "si-tls",
                "si-tls-cached",
                "grpc",
                "template",
                "text",
                "crlf",
                "gateway",
                "message"
            })
    void bringsPayloadsOfSeveralClientsBackUnchanged(String name) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Transport transport = Transports.start(name, this.directory)) {
            List<Future<?>> clients = new ArrayList<>();
            for (char letter = 'a'; letter < 'a' + CLIENTS; letter++) {
                char own = letter;
                clients.add(threads.submit(() -> {
                    exchange(transport, own);
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void exchange(Transport transport, char letter) throws Exception {
        try (Transport.Client client = transport.client()) {
            for (int size : new int[] {64, 1 << 20, 64}) {
                byte[] payload = new byte[size];
                Arrays.fill(payload, (byte) letter);
                assertThat(client.exchange(payload)).isEqualTo(payload).isNotSameAs(payload);
            }
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
