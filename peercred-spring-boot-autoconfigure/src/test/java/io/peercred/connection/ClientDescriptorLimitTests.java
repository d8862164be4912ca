package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.UnixSockets;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that has run out of descriptors says where it could not connect to, and connects when there are some. */
@Timeout(60)
class ClientDescriptorLimitTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @Test
    void itsErrorNamesTheEndpoint() throws IOException {
        Path socket = this.directory.resolve("s");
        this.endpoints.serve(TestSettings.at(socket));
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -n 150 && exec \"$@\"", "sh");
        try (Peer client = ChildJvm.start(limited, ClientDescriptorLimitTests.class, socket)) {
            assertThat(client.line()).isEqualTo("before");
            assertThat(client.line())
                    .startsWith("java.net.SocketException: Could not open a socket to connect to ")
                    .contains(socket.toString())
                    .contains("Too many open files");
            assertThat(client.line()).isEqualTo("after");
        }
    }

    /** Calls with, without and again with descriptors. */
    public static void main(String[] args) throws Exception {
        List<Integer> all = new ArrayList<>();
        try (Endpoints endpoints = new Endpoints()) {
            TestSettings settings = TestSettings.at(Path.of(args[0]));
            System.out.println(Endpoints.call(endpoints.client(settings), "before"));
            OutboundClient client = endpoints.client(settings);
            takeAll(all);
            try {
                System.out.println(Endpoints.call(client, "without"));
            } catch (IOException ex) {
                System.out.println(ex);
            }
            for (int fd : all) {
                UnixSockets.close(fd);
            }
            System.out.println(Endpoints.call(client, "after"));
        }
    }

    private static void takeAll(List<Integer> all) {
        try {
            while (all.size() < 1000) {
                all.add(UnixSockets.open());
            }
        } catch (IOException ex) {
            return;
        }
        throw new IllegalStateException("no limit");
    }
}
