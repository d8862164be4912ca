package io.peercred.actuate;

/**
 * What became of a connection that was to be closed.
 *
 * @param id the connection's
 * @param closed false if there was none of this id
 */
public record ClosedDescriptor(String id, boolean closed) {}
