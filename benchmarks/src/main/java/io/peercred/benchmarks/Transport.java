package io.peercred.benchmarks;

/** A way to ask an echo server, with the server. */
interface Transport extends AutoCloseable {

    /** A client of one thread. */
    Client client() throws Exception;

    /** Sends a payload and returns what came back, as a fresh array. */
    interface Client extends AutoCloseable {

        byte[] exchange(byte[] payload) throws Exception;

        @Override
        default void close() throws Exception {}
    }
}
