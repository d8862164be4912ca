package io.peercred.credentials;

import java.io.Serializable;

/**
 * The endpoint at which a peer is met.
 *
 * @param name the NAME of {@code peercred.inbound.NAME} or {@code peercred.outbound.NAME}; the path itself where a
 *     template was given a path
 * @param direction whether peers come to it or it goes to them
 * @param path the socket's file path, or {@code @name} in the abstract namespace
 */
public record Endpoint(String name, Direction direction, String path) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Who connects. */
    public enum Direction {
        /** The peer connects to us. */
        INBOUND,
        /** We connect to the peer. */
        OUTBOUND
    }

    /** Names the endpoint in a sentence, such as "inbound endpoint 'clock' (/run/clock.sock)". */
    @Override
    public String toString() {
        String kind = this.direction == Direction.INBOUND ? "inbound" : "outbound";
        return this.name.equals(this.path)
                ? kind + " endpoint " + this.path
                : kind + " endpoint '" + this.name + "' (" + this.path + ")";
    }
}
