package io.peercred.reliability;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.springframework.messaging.MessagingException;

/**
 * Threads of our client are interrupted at random instants, wherever a call may wait: in a full backlog, for the pool, while
 * nobody reads what they write, before, in the head of and in the middle of the answer, in a call that goes well.
 */
final class Interruptions implements Fault {

    private static final int CALLERS = 2;
    /** More than a socket holds. */
    private static final int LARGE = 4 << 20;

    private static final long LATEST = TimeUnit.MILLISECONDS.toNanos(6);

    private final ClearErrors clear = ClearErrors.of(InterruptedIOException.class);

    @Override
    public String name() {
        return "interruption of callers";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path odd = scene.directory().resolve("interruption");
        Files.createDirectory(odd);
        try (PeerProcess peers = new PeerProcess(scene, "odd", odd.toString());
                ClientApplication client = Scene.client(
                        scene.socket(),
                        "--peercred.outbound.target.pool.max-active=2",
                        "--peercred.outbound.backlog.path=" + odd.resolve("backlog"),
                        "--peercred.outbound.write.path=" + odd.resolve("write"),
                        "--peercred.outbound.head.path=" + odd.resolve("head"),
                        "--peercred.outbound.body.path=" + odd.resolve("body"),
                        "--peercred.outbound.answer.path=" + odd.resolve("answer"));
                // They share the pool of two with those who are interrupted.
                CallingThreads callers = scene.callers(client, CALLERS, tally.others())) {
            String ready = peers.answer();
            if (!ready.equals("ready")) {
                throw new IllegalStateException(ready);
            }
            List<String> points = List.of("backlog", "write", "head", "body", "answer", "target", "target", "target");
            do {
                for (String point : points) {
                    round(client, point, tally);
                }
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
            callers.awaitService(System.nanoTime());
        } finally {
            for (String each : List.of("backlog", "write", "head", "body", "answer")) {
                Files.deleteIfExists(odd.resolve(each));
            }
        }
    }

    private void round(ClientApplication client, String point, Tally tally) throws InterruptedException {
        List<Interrupted> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(new Interrupted(client, point, tally));
        }
        all.forEach(Thread::start);
        for (Interrupted each : all) {
            KilledServer.pause(ThreadLocalRandom.current().nextLong(LATEST));
            each.interruption = System.nanoTime();
            each.interrupt();
        }
        for (Interrupted each : all) {
            each.join(Scene.REPLY_TIMEOUT.toMillis() * 2);
            each.requireEnded();
            tally.round();
        }
    }

    private final class Interrupted extends Thread {

        private final ClientApplication client;
        private final String point;
        private final Tally tally;
        private final byte[] request;
        private volatile long interruption = System.nanoTime();
        private volatile boolean kept;

        Interrupted(ClientApplication client, String point, Tally tally) {
            this.client = client;
            this.point = point;
            this.tally = tally;
            this.request =
                    point.equals("write") ? new byte[LARGE] : FaultyApplication.CLOCK.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void run() {
            try {
                this.client.template().convertSendAndReceive(this.point, this.request, byte[].class);
                while (!isInterrupted()) { // It was answered before.
                    Thread.onSpinWait();
                }
            } catch (MessagingException ex) {
                this.tally.failed(ex, Interruptions.this.clear, System.nanoTime() - this.interruption, 0);
            }
            this.kept = isInterrupted();
        }

        void requireEnded() {
            if (isAlive()) {
                IllegalStateException failure =
                        new IllegalStateException("does not end when interrupted: " + this.point);
                failure.setStackTrace(getStackTrace());
                throw failure;
            }
            if (!this.kept) {
                throw new IllegalStateException("its interruption was forgotten: " + this.point);
            }
        }
    }
}
