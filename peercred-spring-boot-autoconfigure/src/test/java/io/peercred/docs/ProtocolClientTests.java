package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class ProtocolClientTests {

    @TempDir
    Path directory;

    @Test
    void thePythonClientIsAnswered() throws IOException {
        Needs.python();
        isAnswered(List.of("/usr/bin/python3", "-c", ProtocolDocument.program("python")));
    }

    @Test
    void thePythonClientTellsAnErrorFromAnAnswer(Warnings warnings) {
        Needs.python();
        warnings.allow("Nobody subscribes");
        warnings.allow("its request could not be answered");
        Path socket = this.directory.resolve("clock.sock");
        Applications.clock(socket)
                .withPropertyValues("peercred.inbound.clock.error-replies=true")
                .run(context -> {
                    try (Peer peer = Peer.start(List.of(
                            "/usr/bin/python3",
                            "-c",
                            "import sys; sys.stderr = sys.stdout\n" + ProtocolDocument.program("python"),
                            socket.toString(),
                            Long.toString(NativeSupport.effectiveUid()),
                            "utc"))) {
                        assertThat(peer.line()).startsWith("not answered: {\"error\":\"unavailable\"");
                        assertThat(peer.exitCode()).isOne();
                    }
                });
    }

    @Test
    void theCClientIsAnswered() throws IOException {
        Path compiler = Needs.program("gcc", "gcc");
        Path source = Files.writeString(this.directory.resolve("client.c"), ProtocolDocument.program("c"));
        Path client = this.directory.resolve("client");
        try (Peer compilation = Peer.start(List.of(
                compiler.toString(),
                "-Wall",
                "-Wextra",
                "-Werror",
                "-O2",
                "-o",
                client.toString(),
                source.toString()))) {
            assertThat(compilation.exitCode()).isZero();
        }
        isAnswered(List.of(client.toString()));
    }

    @Test
    void theGoClientIsAnswered() throws IOException {
        Path go = Needs.program("go", "golang-go");
        Path source = Files.writeString(this.directory.resolve("client.go"), ProtocolDocument.program("go"));
        Path client = this.directory.resolve("client");
        try (Peer compilation = Peer.start(List.of(
                "/usr/bin/env",
                "HOME=" + this.directory,
                "GOFLAGS=-mod=mod",
                go.toString(),
                "build",
                "-o",
                client.toString(),
                source.toString()))) {
            compilation.awaitEnd(Duration.ofMinutes(3));
            assertThat(compilation.exitCode()).isZero();
        }
        isAnswered(List.of(client.toString()));
    }

    private void isAnswered(List<String> client) {
        run(client, NativeSupport.effectiveUid(), (peer, heard) -> {
            assertThat(peer.line()).isEqualTo("h\u00e9llo");
            assertThat(peer.exitCode()).isZero();
            assertThat(heard).containsExactly("h\u00e9llo");
        });
        run(client, 4242, (peer, heard) -> {
            assertThat(peer.exitCode()).isNotZero();
            assertThat(heard).isEmpty();
        });
    }

    private void run(List<String> client, long expectedUid, BiConsumer<Peer, List<Object>> check) {
        Path socket = this.directory.resolve("clock.sock");
        Applications.clock(socket).withBean(Echo.class).run(context -> {
            List<String> command = new ArrayList<>(client);
            command.addAll(List.of(socket.toString(), Long.toString(expectedUid), "h\u00e9llo"));
            try (Peer peer = Peer.start(command)) {
                check.accept(peer, context.getBean(Echo.class).heard);
            }
        });
    }
}
