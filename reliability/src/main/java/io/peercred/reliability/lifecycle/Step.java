package io.peercred.reliability.lifecycle;

/** What may happen next, and how often. */
public enum Step {
    /** A server starts, which may find something in its way. */
    START(14),
    STOP(5),
    RESTART(4),
    /** An allowed peer connects, by a socket of the JDK. */
    CONNECT(16),
    /** A peer of another user connects. */
    CONNECT_AS_OTHER(6),
    SEND_SMALL(12),
    SEND_LARGE(4),
    SEND_GARBAGE(4),
    SEND_HALF_A_FRAME(6),
    SEND_THE_OTHER_HALF(12),
    /** A request whose reply is not taken yet. */
    ASK(6),
    CUT_BY_CLIENT(4),
    CUT_BY_SERVER(4),
    /** An exchange by the product's client. */
    CALL(12),
    UNLINK(9),
    PUT_FILE(1),
    PUT_DIRECTORY(1),
    PUT_DANGLING_LINK(1),
    PUT_LINK_TO_SOCKET(1),
    /** A socket that somebody bound and left. */
    PUT_DEAD(3),
    PUT_DEAD_OF_OTHER(1),
    PUT_LIVE(1),
    PUT_LIVE_OF_OTHER(2),
    MOVE_AWAY(2),
    MOVE_BACK(6),
    BLOCK_LOCK(1),
    FREE_LOCK(8),
    /** Others may write the directory from now on. */
    LOOSEN_DIRECTORY(1),
    TIGHTEN_DIRECTORY(8),
    EXHAUST_DESCRIPTORS(2),
    RELIEVE(14);

    private final int weight;

    Step(int weight) {
        this.weight = weight;
    }

    int weight() {
        return this.weight;
    }

    /** Whether it comes between the servers and their path. */
    boolean disturbs() {
        return switch (this) {
            case PUT_FILE, PUT_DIRECTORY, PUT_DANGLING_LINK, PUT_LINK_TO_SOCKET, PUT_DEAD, PUT_DEAD_OF_OTHER -> true;
            case PUT_LIVE, PUT_LIVE_OF_OTHER, MOVE_AWAY, BLOCK_LOCK, LOOSEN_DIRECTORY, UNLINK -> true;
            default -> false;
        };
    }

    /** Whether it takes another user's process. */
    boolean takesOther() {
        return this == CONNECT_AS_OTHER || this == PUT_DEAD_OF_OTHER || this == PUT_LIVE_OF_OTHER;
    }
}
