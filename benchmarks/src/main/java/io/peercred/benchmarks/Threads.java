package io.peercred.benchmarks;

import java.io.IOException;

/** Daemon threads whose work ends with an IOException when the other side does. */
final class Threads {

    private Threads() {}

    interface Work {
        void run() throws IOException;
    }

    static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ex) {
                        // The other side has ended.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
