package io.peercred.reliability;

import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.peercred.connection.PeerClosedException;

/** Our server is stopped (SIGSTOP) at random instants, for a moment or for longer than a call may take. */
final class StoppedServer implements Fault {

    private static final int CALLERS = 4;

    @Override
    public String name() {
        return "SIGSTOP of our server";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        // What was sent to it in time is handled later, by then too late for its steps' deadlines.
        try (CallingThreads callers = scene.callers(
                scene.client(), CALLERS, tally, SocketTimeoutException.class, PeerClosedException.class)) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            do {
                callers.awaitService(System.nanoTime());
                KilledServer.pause(TimeUnit.MILLISECONDS.toNanos(random.nextLong(50)));
                boolean late = tally.rounds() % 4 == 0;
                Signals.stop(scene.server().pid());
                try {
                    KilledServer.pause(
                            late
                                    ? Scene.REPLY_TIMEOUT.plusMillis(500).toNanos()
                                    : TimeUnit.MILLISECONDS.toNanos(random.nextLong(300)));
                } finally {
                    Signals.resume(scene.server().pid());
                }
                callers.awaitService(System.nanoTime());
                tally.round();
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
        }
    }
}
