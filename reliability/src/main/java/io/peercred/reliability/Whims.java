package io.peercred.reliability;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerCredentials;

/** A verifier that has another whim each time, for the endpoint {@code odd} alone. */
final class Whims implements PeerCredentialVerifier {

    /** Longer than {@code connect-timeout}, less than {@code reply-timeout}. */
    static final long SLOW = TimeUnit.MILLISECONDS.toNanos(1500);

    /** Longer than both. */
    static final long SLOWER = TimeUnit.MILLISECONDS.toNanos(4500);

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public void verify(PeerCredentials peer, Endpoint endpoint) {
        if (!endpoint.name().equals("odd")) {
            return;
        }
        int turn = this.asked.getAndIncrement() % 32;
        switch (turn) {
            case 0 -> sleep(SLOW);
            case 1 -> sleep(SLOWER);
            default -> other(turn % 8);
        }
    }

    private static void other(int whim) {
        switch (whim) {
            case 0 -> throw new IllegalStateException("a verifier's whim");
            case 1 -> throw new Error("a verifier's whim");
            case 2 -> throw new OutOfMemoryError("a verifier's whim");
            case 3 -> Trouble.SNEAKY.make();
            case 4 -> Trouble.STACK.make();
            default -> LockSupport.parkNanos(1); // Accepts.
        }
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
