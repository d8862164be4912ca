package io.peercred.reliability;

import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.peercred.connection.PeerClosedException;

/** Handlers throw what handlers should not throw; that exchange ends, and no other. */
final class HandlerErrors implements Fault {

    private static final int CALLERS = 2;

    private final String name;
    private final Set<Trouble> troubles;
    private final boolean touchesOthers;

    private HandlerErrors(String name, Set<Trouble> troubles, boolean touchesOthers) {
        this.name = name;
        this.troubles = troubles;
        this.touchesOthers = touchesOthers;
    }

    static HandlerErrors thrown() {
        return new HandlerErrors(
                "errors thrown by handlers", EnumSet.complementOf(EnumSet.of(Trouble.HEAP, Trouble.ENDLESS)), false);
    }

    /** Where there is no memory, nobody has any. */
    static HandlerErrors heap() {
        return new HandlerErrors("no memory left in handlers", EnumSet.of(Trouble.HEAP), true);
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        // Where memory is short, collecting the garbage may take longer than a call.
        ClearErrors clear = this.touchesOthers
                ? ClearErrors.of(PeerClosedException.class, SocketTimeoutException.class)
                : ClearErrors.of(PeerClosedException.class);
        try (CallingThreads callers = new CallingThreads(
                scene.client().template(),
                CALLERS,
                this.touchesOthers ? tally : tally.others(),
                clear,
                Scene.REPLY_TIMEOUT)) {
            Trouble[] all = this.troubles.toArray(Trouble[]::new);
            do {
                Trouble trouble = all[ThreadLocalRandom.current().nextInt(all.length)];
                if (new OneCall(scene.client(), "target", tally, clear, Scene.REPLY_TIMEOUT).fails(trouble.name())) {
                    tally.round();
                } else {
                    throw new IllegalStateException("a handler that failed by " + trouble + " has answered");
                }
                if (this.touchesOthers || tally.rounds() % 100 == 0) {
                    callers.awaitService(System.nanoTime());
                }
            } while (System.nanoTime() - end < 0);
            callers.awaitService(System.nanoTime());
        }
        scene.journal().check(tally);
    }
}
