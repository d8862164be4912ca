package io.peercred.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

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

    private Scratch scratch;
    private Transport server;
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

        @Setup(Level.Iteration)
        public void take() throws Exception {
            Turn.take();
        }

        @TearDown(Level.Iteration)
        public void give() throws Exception {
            Turn.give();
        }

        @TearDown(Level.Trial)
        public void disconnect() throws Exception {
            this.client.close();
        }
    }

    @Setup(Level.Trial)
    public void start() throws Exception {
        this.scratch = Scratch.create();
        this.payload = new byte[this.size];
        Arrays.fill(this.payload, (byte) 'x');
        WarmUp.run(this.transport, this.payload);
        this.server = Transports.start(this.transport, this.scratch.directory());
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        this.server.close();
        this.scratch.close();
    }

    @Benchmark
    public byte[] exchange(Asker asker) throws Exception {
        return asker.client.exchange(this.payload);
    }
}
