package io.peercred.connection;

import java.util.HashMap;
import java.util.Map;

/** The caps on connections, in all and by user. Thread-safe. */
final class ConnectionSlots {

    private final int max;
    private final int maxPerUid;
    private final Map<Long, Integer> byUid = new HashMap<>();
    private int count;

    ConnectionSlots(int max, int maxPerUid) {
        this.max = max;
        this.maxPerUid = maxPerUid;
    }

    /** Takes a slot for the user, if one is left. */
    synchronized boolean acquire(long uid) {
        int ofUid = this.byUid.getOrDefault(uid, 0);
        if (this.count >= this.max || ofUid >= this.maxPerUid) {
            return false;
        }
        this.byUid.put(uid, ofUid + 1);
        this.count++;
        return true;
    }

    synchronized void release(long uid) {
        this.count--;
        this.byUid.computeIfPresent(uid, (key, ofUid) -> ofUid == 1 ? null : ofUid - 1);
    }
}
