package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.UnixSockets;

/**
 * Closes the sockets of peers that are not served, or not any more. What such a peer has sent may hold sockets, and closing the last
 * descriptor of one waits for as long as the peer likes (SO_LINGER); so where descriptors have come, other threads close.
 * Where those make no headway, no more descriptors are let in. Thread-safe.
 */
final class RefusedSockets {

    private static final Log logger = LogFactory.getLog(RefusedSockets.class);

    private static final int THREADS = 8;

    /** More than wait for a moment where peers pass descriptors as fast as they can, all of which close at once. */
    private static final int MANY = 64;

    private final Gate gate;
    private final ThreadPoolExecutor executor;
    private final AncillaryData beside = new AncillaryData(false);
    private int open;
    private boolean permitted = true;

    /** Whether descriptors may come with connections. */
    interface Gate {
        void permitDescriptors(boolean permitted) throws IOException;
    }

    /** Of an outbound endpoint, which lets no descriptors in before its verdict. */
    RefusedSockets(Endpoint endpoint) {
        this(endpoint, permitted -> {});
    }

    /** Its threads end by themselves. */
    RefusedSockets(Endpoint endpoint, Gate gate) {
        this(gate, task -> {
            Thread thread = new Thread(task, "peercred-" + endpoint.name() + "-refused");
            thread.setDaemon(true);
            return thread;
        });
    }

    RefusedSockets(Gate gate, ThreadFactory threads) {
        this.gate = gate;
        this.executor =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        this.executor.allowCoreThreadTimeOut(true);
    }

    /** Takes a connected one over. */
    void close(int fd) throws IOException {
        boolean mayWait = true;
        try {
            UnixSockets.shutdown(fd); // From here on nothing comes any more.
            int available = UnixSockets.available(fd);
            mayWait = available > 0 && PassedDescriptors.arePermitted(fd) && mayHoldDescriptors(fd, available);
        } finally {
            if (mayWait) {
                closeLater(fd);
            } else {
                UnixSockets.close(fd);
            }
        }
    }

    private synchronized boolean mayHoldDescriptors(int fd, int available) throws IOException {
        ByteBuffer buffer = DirectBuffers.LARGE.take();
        try {
            return available > buffer.capacity() || !this.beside.peek(fd, buffer.limit(available));
        } finally {
            DirectBuffers.LARGE.giveBack(buffer);
        }
    }

    /** Takes over one whose closing may wait. */
    void closeLater(int fd) {
        Task task = null;
        boolean handedOver = false;
        try {
            task = new Task(fd);
            count(1);
            this.executor.execute(task);
            handedOver = true;
        } finally {
            if (!handedOver) {
                closeByWhoeverIsThere(task, fd);
            }
        }
    }

    /** No thread or memory is to be had: better a wait than a descriptor that is lost. */
    private void closeByWhoeverIsThere(@Nullable Task task, int fd) {
        if (task == null) {
            UnixSockets.discard(fd);
        } else if (this.executor.getPoolSize() == 0 || !this.executor.getQueue().offer(task)) {
            task.run();
        }
    }

    private synchronized void count(int change) {
        this.open += change;
        boolean permit = this.open == 0 || this.permitted && this.open < MANY;
        if (permit != this.permitted) {
            try {
                this.gate.permitDescriptors(permit);
                this.permitted = permit;
            } catch (IOException ex) { // The next that is counted tries again.
                logger.debug("Could not say whether descriptors may come", ex);
            }
        }
    }

    void stop() {
        this.executor.shutdown();
    }

    /** Closes a descriptor once, whoever runs it: an executor that throws may have kept it. */
    final class Task implements Runnable {

        private final int fd;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Task(int fd) {
            this.fd = fd;
        }

        @Override
        public void run() {
            if (this.closed.getAndSet(true)) {
                return;
            }
            try {
                UnixSockets.close(this.fd);
            } catch (IOException ex) {
                logger.debug("Closing the socket of a peer", ex);
            } finally {
                count(-1);
            }
        }
    }
}
