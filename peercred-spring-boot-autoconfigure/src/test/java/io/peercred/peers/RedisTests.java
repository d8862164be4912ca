package io.peercred.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.VerifiedConnection;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server that judges nobody, under uid 65534: here we judge. */
class RedisTests {

    private static final String INFO = "INFO stats\r\n";

    @TempDir
    Path directory;

    @Test
    void theServerThatIsExpectedAnswersLineByLine() {
        Path path = Directories.open(this.directory).resolve("redis.sock");
        try (Peer redis = start(path)) {
            CallingApplication.calling(
                    path, new String[] {"peercred.expected-uid=65534", "peercred.codec=crlf"}, template -> {
                        assertThat(template.convertSendAndReceive("peer", "PING", String.class))
                                .isEqualTo("+PONG");
                        assertThat(template.convertSendAndReceive("peer", "SET greeting hello", String.class))
                                .isEqualTo("+OK");
                        long pid = template.execute(
                                "peer", connection -> connection.peer().pid());
                        assertThat(pid).isEqualTo(redis.pid());
                    });
        }
    }

    @Test
    void theServerThatIsNotExpectedCountsOneConnectionAndNotOneByte(Warnings warnings) {
        warnings.allow("the peer's user is not expected; expected uid 0 (root); actual uid 65534");
        Path path = Directories.open(this.directory).resolve("redis.sock");
        try (Peer redis = start(path)) {
            Map<String, Long> before = statistics(path);
            CallingApplication.calling(
                    path,
                    new String[] {"peercred.expected-uid=0", "peercred.codec=crlf"},
                    template -> assertThatExceptionOfType(PeerRejectedException.class)
                            .isThrownBy(() -> template.convertSendAndReceive("peer", "PING", String.class))
                            .satisfies(ex -> assertThat(ex.peer().pid()).isEqualTo(redis.pid())));
            Map<String, Long> after = statistics(path);
            assertThat(after.get("total_net_input_bytes") - before.get("total_net_input_bytes"))
                    .isEqualTo(INFO.length());
            assertThat(after.get("total_connections_received") - before.get("total_connections_received"))
                    .isEqualTo(2);
        }
    }

    private static Map<String, Long> statistics(Path path) {
        Map<String, Long> statistics = new HashMap<>();
        CallingApplication.calling(
                path,
                "peercred.expected-uid=65534",
                template -> template.execute("peer", connection -> {
                    statistics.putAll(info(connection));
                    return null;
                }));
        return statistics;
    }

    private static Map<String, Long> info(VerifiedConnection connection) throws IOException {
        try (OutputStream out = connection.outputStream();
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.inputStream(), StandardCharsets.US_ASCII))) {
            out.write(INFO.getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("$");
            assertThat(in.readLine()).isEqualTo("# Stats");
            return in.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .map(line -> line.split(":"))
                    .filter(pair -> pair[1].matches("[0-9]+"))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
        }
    }

    private Peer start(Path path) {
        Needs.root();
        Peer redis = Peer.start(List.of(
                Needs.program("setpriv", "util-linux").toString(),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Needs.program("redis-server", "redis-server").toString(),
                "--port",
                "0",
                "--unixsocket",
                path.toString(),
                "--unixsocketperm",
                "777",
                "--save",
                "",
                "--dir",
                this.directory.toString()));
        redis.lineWith("eady to accept connections");
        return redis;
    }
}
