package io.peercred.connection;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.peercred.platform.UnixSockets;

/**
 * Closes the sockets of peers that are not served. What such a peer has sent may hold sockets, and closing the last
 * descriptor of one waits for as long as the peer likes (SO_LINGER); so where something has come, another thread closes.
 * Thread-safe.
 */
final class RefusedSockets {

    private static final Log logger = LogFactory.getLog(RefusedSockets.class);

    /** As many peers may make us wait before others of their kind stay shut down, but open. */
    private static final int THREADS = 8;

    private final ThreadPoolExecutor executor;

    RefusedSockets(String threadName) {
        this.executor =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                });
        this.executor.allowCoreThreadTimeOut(true);
    }

    /** Takes it over. */
    void close(int fd) throws IOException {
        boolean empty = false;
        try {
            UnixSockets.shutdown(fd); // From here on nothing comes any more.
            empty = UnixSockets.available(fd) == 0;
        } finally {
            if (empty) {
                UnixSockets.close(fd);
            } else {
                this.executor.execute(() -> closeNow(fd));
            }
        }
    }

    private static void closeNow(int fd) {
        try {
            UnixSockets.close(fd);
        } catch (IOException ex) {
            logger.debug("Closing the socket of a refused peer", ex);
        }
    }

    void stop() {
        this.executor.shutdown();
    }
}
