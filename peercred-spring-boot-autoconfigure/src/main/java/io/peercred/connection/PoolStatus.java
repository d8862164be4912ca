package io.peercred.connection;

/**
 * How an outbound endpoint's pool is used.
 *
 * @param active connections in use
 * @param idle connections kept for the next exchange
 * @param waiting threads that wait for one to become free
 * @param max {@code pool.max-active}
 */
public record PoolStatus(int active, int idle, int waiting, int max) {}
