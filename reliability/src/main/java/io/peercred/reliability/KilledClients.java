package io.peercred.reliability;

import java.io.IOException;

/** Clients of our server are killed at random instants, which no other client notices. */
final class KilledClients implements Fault {

    private static final int CALLERS = 2;
    private static final int WIDTH = 12;

    @Override
    public String name() {
        return "kill -9 of clients of our server";
    }

    @Override
    public boolean isNoticed() {
        return false;
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        try (CallingThreads callers = scene.callers(scene.client(), CALLERS, tally.others())) {
            try (PeerProcess peers =
                    new PeerProcess(scene, "clients", scene.socket().toString(), Integer.toString(WIDTH))) {
                KilledServer.pause(end - System.nanoTime());
                String[] words = peers.end().split(" ");
                tally.rounds(Long.parseLong(words[0]));
                if (!words[1].equals("0")) {
                    throw new IOException(words[1] + " clients had an error before they were killed");
                }
            }
            callers.awaitService(System.nanoTime());
        }
        scene.journal().check(tally);
        Ledger.Counts counts = scene.server().report().counts();
        if (counts.duplicated() + counts.wrong() > 0) {
            tally.wrong("the server says " + counts);
            tally.requireRight();
        }
    }
}
