package io.peercred.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a connection has carried. Counted by one thread at a time for each number, without a fence; read by any, which may
 * see it a moment late.
 */
final class Traffic {

    private static final VarHandle RECEIVED = field("received");
    private static final VarHandle SENT = field("sent");
    private static final VarHandle EXCHANGES = field("exchanges");

    private long received;
    private long sent;
    private long exchanges;

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Traffic.class, name, long.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    void received(int bytes) {
        RECEIVED.setOpaque(this, this.received + bytes);
    }

    void sent(int bytes) {
        SENT.setOpaque(this, this.sent + bytes);
    }

    void exchanged() {
        EXCHANGES.setOpaque(this, this.exchanges + 1);
    }

    long bytesReceived() {
        return (long) RECEIVED.getOpaque(this);
    }

    long bytesSent() {
        return (long) SENT.getOpaque(this);
    }

    long exchanges() {
        return (long) EXCHANGES.getOpaque(this);
    }
}
