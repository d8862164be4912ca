package io.peercred.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerProcess;
import io.peercred.credentials.PeerProcessException;
import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.testing.Applications;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A handler that asks which process sent its message. */
@Timeout(60)
class ProcessHeaderTests {

    private static final String ASK_TWICE = """
            s = connect(argv[0])
            def ask(what):
                send_frame(s, what); return read_frame(s).decode()
            say(ask(b'x')); say(ask(b'x')); hear()
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    @Test
    void isTold() {
        Applications.clock(path()).withBean(Asker.class).run(context -> {
            try (Peer peer = Peer.python(ASK_TWICE, path())) {
                String program = Path.of("/usr/bin/python3").toRealPath() + " alive";
                assertThat(peer.line()).isEqualTo(program);
                assertThat(peer.line()).isEqualTo(program);
                Asker asker = context.getBean(Asker.class);
                assertThat(asker.exits).hasSize(2).noneMatch(CompletableFuture::isDone);
                assertThat(asker.processes.get(1)).isSameAs(asker.processes.get(0));
                peer.say("go");
                Awaitility.await().until(() -> asker.exits.stream().allMatch(CompletableFuture::isDone));
            }
        });
    }

    @Test
    void isToldNothingMoreOnceTheConnectionHasEnded() {
        Applications.clock(path()).withBean(Asker.class).run(context -> {
            try (TestClient client = new TestClient(path())) {
                client.ask("x");
            }
            PeerProcess process = context.getBean(Asker.class).processes.get(0);
            assertThat(process).isNotNull();
            Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThatExceptionOfType(
                            PeerProcessException.class)
                    .isThrownBy(process::isAlive)
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED)));
        });
    }

    @Test
    void costsNoDescriptorUnlessHeAsks() {
        Applications.clock(path()).withBean(Keeper.class).run(context -> {
            try (TestClient first = new TestClient(path());
                    TestClient second = new TestClient(path())) {
                assertThat(first.ask("x") + second.ask("x")).isEqualTo("xx");
                assertThat(pidFds()).isZero();
                for (PeerProcess each : context.getBean(Keeper.class).processes) {
                    assertThat(each.isAlive()).isTrue();
                    assertThat(each.isAlive()).isTrue();
                }
                assertThat(pidFds()).isEqualTo(2);
            }
            Awaitility.await().until(() -> pidFds() == 0);
        });
    }

    private static long pidFds() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(ProcessHeaderTests::isPidFd).count();
        }
    }

    private static boolean isPidFd(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("pidfd");
        } catch (IOException ex) {
            return false; // Closed since it was listed.
        }
    }

    @Test
    void aMessageCanBeStoredWithoutIt() {
        Applications.clock(path()).withBean(Keeper.class).run(context -> {
            try (TestClient client = new TestClient(path())) {
                client.ask("x");
            }
            MessageHeaders headers = context.getBean(Keeper.class).headers.get(0);
            assertThat(headers).containsKey("peercred_process");
            new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(headers);
        });
    }

    static class Asker {

        final List<PeerProcess> processes = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<?>> exits = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question, @Header(PeercredHeaders.PROCESS) PeerProcess process) throws IOException {
            this.processes.add(process);
            this.exits.add(process.onExit());
            return process.executable() + (process.isAlive() ? " alive" : " gone");
        }
    }

    static class Keeper {

        final List<PeerProcess> processes = new CopyOnWriteArrayList<>();
        final List<MessageHeaders> headers = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(
                String question,
                @Headers MessageHeaders headers,
                @Header(PeercredHeaders.PROCESS) PeerProcess process) {
            this.processes.add(process);
            this.headers.add(headers);
            return question;
        }
    }
}
