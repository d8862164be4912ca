package io.peercred.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One payload there and back. The threads of a run are its clients. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class RoundTrip {

    @Param("template")
    public String transport;

    @Param("64")
    public int size;

    private Transport server;
    private Path directory;
    private byte[] payload;

    /** What a thread asks with. */
    @State(Scope.Thread)
    public static class Asker {

        private Transport.Client client;

        @Setup(Level.Trial)
        public void connect(RoundTrip benchmark) throws Exception {
            this.client = benchmark.server.client();
            byte[] answer = this.client.exchange(benchmark.payload);
            if (!Arrays.equals(answer, benchmark.payload)) {
                throw new IllegalStateException("a wrong answer of " + answer.length + " bytes");
            }
        }

        @TearDown(Level.Trial)
        public void disconnect() throws Exception {
            this.client.close();
        }
    }

    @Setup(Level.Trial)
    public void start() throws Exception {
        this.directory = Files.createTempDirectory("peercred-benchmark");
        Path socket = this.directory.resolve("echo.sock");
        this.payload = new byte[this.size];
        Arrays.fill(this.payload, (byte) 'x');
        this.server = switch (this.transport) {
            case "bare" -> BareChannels.ofJunixsocket(socket);
            case "jdk" -> BareChannels.ofJdk(socket);
            case "si-tcp" -> new SpringIntegrationTcp(0, null);
            case "si-tcp-cached" -> new SpringIntegrationTcp(32, null);
            case "si-tls" -> new SpringIntegrationTcp(0, Certificates.context(this.directory));
            case "si-tls-cached" -> new SpringIntegrationTcp(32, Certificates.context(this.directory));
            case "grpc" -> new GrpcUnix(socket);
            case "template" -> new PeercredApplication(socket, Map.of(), PeercredApplication::template);
            case "text" ->
                new PeercredApplication(
                        socket, Map.of("peercred.content-type", "text/plain"), PeercredApplication::text);
            case "crlf" ->
                new PeercredApplication(socket, Map.of("peercred.codec", "crlf"), PeercredApplication::template);
            case "gateway" -> new PeercredApplication(socket, Map.of(), PeercredApplication::gateway);
            default -> throw new IllegalArgumentException(this.transport);
        };
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        this.server.close();
        List<Path> left;
        try (Stream<Path> files = Files.walk(this.directory)) {
            left = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : left) {
            Files.delete(path);
        }
    }

    @Benchmark
    public byte[] exchange(Asker asker) throws Exception {
        return asker.client.exchange(this.payload);
    }
}
