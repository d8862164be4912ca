package io.peercred.reliability;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Clients are stopped (SIGSTOP) wherever they are; the server must let go of each in time, and nobody else notice. */
final class StoppedClients implements Fault {

    private static final int CALLERS = 2;
    private static final int AT_A_TIME = 12;

    @Override
    public String name() {
        return "SIGSTOP of clients of our server";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        long patience = TimeUnit.NANOSECONDS.toSeconds(Tally.PATIENCE);
        try (CallingThreads callers = scene.callers(scene.client(), CALLERS, tally.others());
                PeerProcess peers =
                        new PeerProcess(scene, "stopped", scene.socket().toString())) {
            do {
                String[] words = peers.order(AT_A_TIME + " " + patience).split(" ");
                if (!words[0].equals(Integer.toString(AT_A_TIME)) || !words[2].equals("0")) {
                    throw new IOException(
                            "of " + AT_A_TIME + " stopped clients: ended, longest, wrong: " + String.join(" ", words));
                }
                for (int i = 0; i < AT_A_TIME; i++) {
                    tally.failed((long) (Double.parseDouble(words[1]) * 1e9), Scene.STEP.toNanos());
                }
                tally.rounds(AT_A_TIME);
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
            callers.awaitService(System.nanoTime());
        }
    }
}
