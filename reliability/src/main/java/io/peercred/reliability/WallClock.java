package io.peercred.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock of a server jumps by hours, to and fro, while it serves. The machine's clock is left alone: the server has
 * a library loaded first that adds what a file says, and its time since the boot is another by a namespace.
 */
final class WallClock implements Fault {

    private static final int CALLERS = 4;
    private static final long HOURS = 100;
    /** After how many jumps a deadline is tried. */
    private static final int DEADLINE = 50;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    @Override
    public String name() {
        return "jumps of our server's wall clock";
    }

    @Override
    public boolean isNoticed() {
        return false;
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path jumps = scene.directory().resolve("jumps");
        Path socket = scene.directory().resolve("clock");
        try (FileChannel file = FileChannel.open(jumps, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            jump(file, 0);
            List<String> prefix = List.of(
                    "unshare",
                    "-T",
                    "--monotonic",
                    "864000",
                    "--boottime",
                    "864000",
                    "--fork",
                    "--kill-child",
                    "env",
                    "LD_PRELOAD=" + library(scene),
                    "JUMPS=" + jumps);
            try (ServerProcess server = scene.start(prefix, socket).awaitReady();
                    ClientApplication client = Scene.client(socket);
                    CallingThreads callers = scene.callers(client, CALLERS, tally.others())) {
                do {
                    long seconds =
                            TimeUnit.HOURS.toSeconds(ThreadLocalRandom.current().nextLong(-HOURS, HOURS));
                    jump(file, seconds);
                    callers.awaitService(System.nanoTime());
                    requireShifted(client, seconds);
                    if (tally.rounds() % DEADLINE == 0) {
                        requireDeadline(socket, file);
                    }
                    KilledServer.pause(ThreadLocalRandom.current().nextLong(PAUSE));
                    tally.round();
                    scene.journal().check(tally);
                } while (System.nanoTime() - end < 0);
                server.report();
            }
        }
    }

    private static void jump(FileChannel file, long seconds) throws IOException {
        file.write(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, seconds), 0);
    }

    private static Path library(Scene scene) throws IOException, InterruptedException {
        Path source = scene.directory().resolve("clock.c");
        try (InputStream text = WallClock.class.getResourceAsStream("clock.c")) {
            if (text == null) {
                throw new IOException("clock.c is not on the class path");
            }
            Files.copy(text, source);
        }
        Path library = scene.directory().resolve("clock.so");
        Signals.run("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString());
        return library;
    }

    /** Else all this would prove nothing. */
    private static void requireShifted(ClientApplication client, long seconds) {
        byte[] answer = client.template()
                .convertSendAndReceive(
                        "target", FaultyApplication.CLOCK.getBytes(StandardCharsets.UTF_8), byte[].class);
        long shift = Long.parseLong(new String(answer, StandardCharsets.UTF_8)) - System.currentTimeMillis();
        if (Math.abs(shift - TimeUnit.SECONDS.toMillis(seconds)) > TimeUnit.MINUTES.toMillis(1)) {
            throw new IllegalStateException("the clock did not jump by " + seconds + " s but " + shift + " ms");
        }
    }

    /** Half a frame is waited for as long as ever, however often the clock jumps meanwhile. */
    private static void requireDeadline(Path socket, FileChannel jumps) throws IOException {
        try (SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            half.write(ByteBuffer.allocate(2));
            long start = System.nanoTime();
            half.configureBlocking(false);
            while (half.read(ByteBuffer.allocate(1)) == 0) {
                jump(jumps, ThreadLocalRandom.current().nextLong(-HOURS, HOURS) * 3600);
                KilledServer.pause(PAUSE / 5);
                if (System.nanoTime() - start > Scene.STEP.toNanos() + Tally.SLACK) {
                    throw new IllegalStateException("read-timeout does not come");
                }
            }
            long took = System.nanoTime() - start;
            if (took < Scene.STEP.toNanos() * 9 / 10) {
                throw new IllegalStateException("read-timeout after " + took + " ns");
            }
        }
    }
}
