package io.peercred.reliability.lifecycle;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException.Reason;

/** What is at a path, and what that is to who wants to listen there. */
enum Kind {
    FILE(Reason.NOT_A_SOCKET),
    DIRECTORY(Reason.NOT_A_SOCKET),
    DANGLING_LINK(Reason.NOT_A_SOCKET),
    LINK_TO_SOCKET(Reason.NOT_A_SOCKET),
    /** Ours, and without listener. */
    DEAD(null),
    DEAD_OF_OTHER(Reason.FOREIGN_SOCKET),
    /** Of our user, but not the product's; nobody accepts there. */
    LIVE(Reason.TAKEN),
    LIVE_OF_OTHER(Reason.TAKEN),
    /** One of the servers under test. */
    SERVED(Reason.TAKEN);

    private final @Nullable Reason obstacle;

    Kind(@Nullable Reason obstacle) {
        this.obstacle = obstacle;
    }

    /** Why nobody can bind there; null if what is there is replaced. */
    @Nullable
    Reason obstacle() {
        return this.obstacle;
    }

    /** Whether somebody listens there who is not expected to answer. */
    boolean isSilent() {
        return this == LIVE || this == LINK_TO_SOCKET;
    }
}
