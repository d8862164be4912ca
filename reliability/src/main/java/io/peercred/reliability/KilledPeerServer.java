package io.peercred.reliability;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A small server of the expected user is killed at random instants, and our client meets the next one. */
final class KilledPeerServer implements Fault {

    private static final int CALLERS = 4;
    private static final long LIFE = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long GAP = TimeUnit.MILLISECONDS.toNanos(10);

    @Override
    public String name() {
        return "kill -9 of the server of our client";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path socket = scene.directory().resolve("peer");
        try (PeerProcess peer = new PeerProcess(
                        scene, "server", socket.toString(), scene.journalFile().toString());
                ClientApplication client = Scene.client(socket);
                CallingThreads callers = scene.callersOfMortal(client, CALLERS, tally)) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            do {
                peer.order("start", "ready");
                callers.awaitService(System.nanoTime());
                KilledServer.pause(random.nextLong(LIFE));
                peer.order("kill", "killed");
                tally.round();
                if (random.nextBoolean()) {
                    KilledServer.pause(random.nextLong(GAP));
                }
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
            peer.order("start", "ready");
            callers.awaitService(System.nanoTime());
        }
        scene.journal().check(tally);
    }
}
