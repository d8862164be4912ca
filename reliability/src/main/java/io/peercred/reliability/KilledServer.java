package io.peercred.reliability;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Our server is killed at random instants, at times while it starts; the next one replaces what it left. */
final class KilledServer implements Fault {

    private static final int CALLERS = 4;

    @Override
    public String name() {
        return "kill -9 of our server";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path socket = scene.directory().resolve("killed");
        try (ClientApplication client = Scene.client(socket);
                CallingThreads callers = scene.callersOfMortal(client, CALLERS, tally)) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            do {
                if (random.nextInt(4) == 0) {
                    try (ServerProcess early = scene.start(List.of(), socket)) {
                        pause(TimeUnit.MILLISECONDS.toNanos(random.nextLong(3000)));
                        early.kill();
                        tally.round();
                    }
                }
                try (ServerProcess server = scene.start(List.of(), socket).awaitReady()) {
                    callers.awaitService(System.nanoTime());
                    pause(TimeUnit.MILLISECONDS.toNanos(random.nextLong(500)));
                    server.kill();
                    tally.round();
                }
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
            ServerProcess last = scene.start(List.of(), socket).awaitReady();
            try (last) {
                callers.awaitService(System.nanoTime());
            }
        }
        LeftFiles.requireNone(scene, socket);
    }

    static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
