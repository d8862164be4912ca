package io.peercred.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What may happen in a handler. */
enum Trouble {
    /** Memory runs out, really. */
    HEAP {
        @Override
        void make() {
            List<long[]> all = new ArrayList<>();
            while (true) {
                all.add(new long[1 << 16]);
            }
        }
    },
    /** The same error, by its name only. */
    THROWN {
        @Override
        void make() {
            throw new OutOfMemoryError("thrown");
        }
    },
    STACK {
        @Override
        void make() {
            make();
            System.nanoTime(); // Not the last call, so that nothing makes a loop of it.
        }
    },
    LINKAGE {
        @Override
        void make() {
            throw new NoClassDefFoundError("thrown");
        }
    },
    ASSERTION {
        @Override
        void make() {
            throw new AssertionError("thrown");
        }
    },
    /** An error of a class that nobody knows. */
    OWN {
        @Override
        void make() {
            throw new Error("thrown");
        }
    },
    INTERNAL {
        @Override
        void make() {
            throw new InternalError("thrown");
        }
    },
    UNCHECKED {
        @Override
        void make() {
            throw new IllegalStateException("thrown");
        }
    },
    /** A checked exception where none is declared. */
    SNEAKY {
        @Override
        void make() {
            Sneaky.<RuntimeException>raise(new Exception("thrown"));
        }
    },
    /** The handler's thread is interrupted, by the handler. */
    INTERRUPTED {
        @Override
        void make() {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    },
    /** Waits until somebody interrupts it. */
    ENDLESS {
        @Override
        void make() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ex);
            }
        }
    };

    /** Makes it. */
    abstract void make();

    /** Throws what no signature allows. */
    static final class Sneaky {

        private Sneaky() {}

        @SuppressWarnings("unchecked")
        static <T extends Throwable> void raise(Throwable failure) throws T {
            throw (T) failure;
        }
    }
}
