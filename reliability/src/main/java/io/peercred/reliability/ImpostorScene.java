package io.peercred.reliability;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.peercred.credentials.PeerRejectedException;

/** Callers whose server's place others take: a call has the right reply, or fails loudly by an error that says why. */
final class ImpostorScene implements AutoCloseable {

    private static final int CALLERS = 2;

    /** A moment beyond what the impostor may take at a time, on a machine that has much else to do. */
    private static final double LONGEST_GAP_MILLIS = 15_000;

    private final ClientApplication client;
    private final CallerThreads callers;
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong notReached = new AtomicLong();

    ImpostorScene(Path socket) {
        this.client = new ClientApplication(
                socket, "--peercred.outbound.target.pool.max-idle=0", "--peercred.outbound.target.connect-timeout=1s");
        this.callers = new CallerThreads(this.client.template(), CALLERS, this::judge);
    }

    private void judge(RuntimeException failure) {
        if (failure instanceof PeerRejectedException rejection
                && rejection.peer() != null
                && rejection.peer().uid() == AttackedServer.REFUSED) {
            this.rejected.incrementAndGet();
        } else if (failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof SocketTimeoutException) {
            this.notReached.incrementAndGet();
        } else {
            throw failure;
        }
    }

    void check() {
        this.callers.check();
    }

    /** Once the impostor has gone: service must have resumed. */
    void stop() throws InterruptedException {
        this.callers.stop();
        this.callers.callOnceMore();
    }

    CallerThreads callers() {
        return this.callers;
    }

    void report(Figures figures) throws IOException {
        figures.atLeast("calls answered where impostors come and go", this.callers.answered(), "", 1);
        figures.atLeast("calls that met an impostor and were stopped", this.rejected.get(), "", 1);
        figures.report("calls that reached nobody in time, by their error", this.notReached.get(), "");
        figures.atMost("longest time without service there", this.callers.longestGap() / 1e6, "ms", LONGEST_GAP_MILLIS);
        figures.none(
                "calls there that were lost in silence",
                this.callers.called() - this.callers.answered() - this.rejected.get() - this.notReached.get());
    }

    @Override
    public void close() {
        this.client.close();
    }
}
