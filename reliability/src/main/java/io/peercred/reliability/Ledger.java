package io.peercred.reliability;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the serving side has seen of each caller, who counts his requests: once each, in his order, none left out. */
final class Ledger {

    private final Map<Long, Long> last = new ConcurrentHashMap<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    /**
     * What it has counted.
     *
     * @param served requests
     * @param duplicated requests that came again, or after a later one
     * @param lost requests that a later one of the same caller came without; those whose call failed are among them
     * @param wrong requests that nobody wrote so
     */
    record Counts(long served, long duplicated, long lost, long wrong) {

        Counts since(Counts before) {
            return new Counts(
                    this.served - before.served,
                    this.duplicated - before.duplicated,
                    this.lost - before.lost,
                    this.wrong - before.wrong);
        }
    }

    /** Serves a request. */
    byte[] serve(byte[] request) {
        Exchange exchange;
        try {
            exchange = Exchange.ofRequest(request);
        } catch (Exchange.CorruptException ex) {
            this.wrong.incrementAndGet();
            throw ex;
        }
        this.served.incrementAndGet();
        this.last.compute(exchange.caller(), (caller, before) -> {
            long previous = before == null ? 0 : before;
            if (exchange.sequence() <= previous) {
                this.duplicated.incrementAndGet();
                return previous;
            }
            this.lost.addAndGet(exchange.sequence() - previous - 1);
            return exchange.sequence();
        });
        return exchange.reply();
    }

    Counts counts() {
        return new Counts(this.served.get(), this.duplicated.get(), this.lost.get(), this.wrong.get());
    }
}
