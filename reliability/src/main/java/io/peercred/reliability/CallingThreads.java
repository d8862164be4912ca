package io.peercred.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.messaging.MessagingException;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.VerifiedSocketTemplate;

/** Callers of one endpoint that go on calling whatever happens, and whose errors must be in time and clear. */
final class CallingThreads implements AutoCloseable {

    private static final int LARGEST = 64 << 10;

    private final Tally tally;
    private final ClearErrors clear;
    private final long deadline;
    private final List<Member> members = new ArrayList<>();
    private volatile boolean over;

    /** Starts them. The deadline is that of a call. */
    CallingThreads(VerifiedSocketTemplate template, int count, Tally tally, ClearErrors clear, Duration deadline) {
        this.tally = tally;
        this.clear = clear;
        this.deadline = deadline.toNanos();
        for (int i = 0; i < count; i++) {
            Member member = new Member(new Caller(template, LARGEST));
            this.members.add(member);
            member.start();
        }
    }

    private final class Member extends Thread {

        private final Caller caller;
        /** When the last call that was answered had begun. */
        private volatile long answered = System.nanoTime();

        Member(Caller caller) {
            this.caller = caller;
        }

        @Override
        public void run() {
            while (!CallingThreads.this.over) {
                long start = System.nanoTime();
                try {
                    this.caller.call();
                    this.answered = start;
                } catch (Caller.WrongReplyException ex) {
                    CallingThreads.this.tally.wrong(String.valueOf(ex.getMessage()));
                } catch (MessagingException | PeerRejectedException ex) {
                    failed(ex, start);
                } catch (RuntimeException | Error ex) { // Which no caller should see, and this does not hide.
                    failed(ex, start);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(4)));
            }
        }

        private void failed(Throwable failure, long start) {
            CallingThreads.this.tally.failed(
                    failure, CallingThreads.this.clear, System.nanoTime() - start, CallingThreads.this.deadline);
        }
    }

    /** Waits until each of them has been answered to a call that began after that moment. */
    void awaitService(long since) {
        for (Member each : this.members) {
            while (each.answered - since <= 0) {
                this.tally.requireRight();
                if (System.nanoTime() - since > Tally.PATIENCE + this.deadline) {
                    IllegalStateException failure = new IllegalStateException("service has not resumed");
                    failure.setStackTrace(each.getStackTrace());
                    throw failure;
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            }
        }
        this.tally.resumed(System.nanoTime() - since);
    }

    long answered() {
        return this.members.stream().mapToLong(each -> each.caller.answered()).sum();
    }

    /** Ends them; one that does not end hangs in a call. */
    @Override
    public void close() throws InterruptedException {
        this.over = true;
        for (Member each : this.members) {
            each.join(TimeUnit.NANOSECONDS.toMillis(this.deadline + Tally.SLACK));
            if (each.isAlive()) {
                IllegalStateException failure = new IllegalStateException("a call hangs");
                failure.setStackTrace(each.getStackTrace());
                throw failure;
            }
        }
        this.tally.requireRight();
    }
}
