package io.peercred.reliability;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.HdrHistogram.Histogram;

import io.peercred.template.VerifiedSocketTemplate;

/**
 * One allowed caller: makes calls one after the other, each of which must bring the one right reply. For one thread;
 * its counts may be read by others.
 */
final class Caller {

    private static final AtomicLong NUMBERS =
            new AtomicLong(ProcessHandle.current().pid() << 32);

    private final long number = NUMBERS.incrementAndGet();
    private final UnaryOperator<byte[]> exchange;
    private final int maximumSize;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private volatile long sequence;
    private volatile long answered;

    /** A reply that is not the one to its request. */
    static final class WrongReplyException extends RuntimeException {

        private static final long serialVersionUID = 1;

        WrongReplyException(String message) {
            super(message);
        }
    }

    /** Calls with requests of all sizes up to a maximum, small ones mostly. */
    Caller(VerifiedSocketTemplate template, int maximumSize) {
        this(request -> template.convertSendAndReceive("target", request, byte[].class), maximumSize);
    }

    /** Calls in another way, such as at another endpoint. */
    Caller(UnaryOperator<byte[]> exchange, int maximumSize) {
        this.exchange = exchange;
        this.maximumSize = maximumSize;
    }

    /** One call. What the exchange throws is thrown: the caller decides whether a call may fail. */
    void call() {
        Exchange exchange = new Exchange(this.number, ++this.sequence, size());
        byte[] request = exchange.request();
        long start = System.nanoTime();
        byte[] reply = this.exchange.apply(request);
        this.latencies.recordValue(Math.min(System.nanoTime() - start, this.latencies.getHighestTrackableValue()));
        if (!Arrays.equals(reply, exchange.reply())) {
            throw new WrongReplyException("call " + this.sequence + " of " + Long.toHexString(this.number)
                    + " got a reply that is not its own");
        }
        this.answered++;
    }

    private int size() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int bound = random.nextInt(16) == 0 ? this.maximumSize : Math.min(256, this.maximumSize);
        return Exchange.OVERHEAD + random.nextInt(Math.max(1, bound - Exchange.OVERHEAD));
    }

    /** Calls that were begun. */
    long called() {
        return this.sequence;
    }

    /** Calls that had the right reply. */
    long answered() {
        return this.answered;
    }

    /** Nanoseconds of calls that were answered. Once the caller has ended. */
    Histogram latencies() {
        return this.latencies;
    }
}
