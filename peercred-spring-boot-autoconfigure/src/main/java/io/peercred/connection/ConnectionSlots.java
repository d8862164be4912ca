package io.peercred.connection;

import java.util.HashMap;
import java.util.Map;

/** The caps on connections, in all and by user. A place is given back without any memory. Thread-safe. */
final class ConnectionSlots {

    private final int max;
    private final int maxPerUid;
    private final Map<Long, int[]> byUid = new HashMap<>();
    private int count;

    ConnectionSlots(int max, int maxPerUid) {
        this.max = max;
        this.maxPerUid = maxPerUid;
    }

    /** Takes a slot for the user, if one is left. */
    synchronized boolean acquire(Long uid) {
        int[] ofUid = this.byUid.get(uid);
        if (this.count >= this.max || ofUid != null && ofUid[0] >= this.maxPerUid) {
            return false;
        }
        if (ofUid == null) {
            this.byUid.put(uid, new int[] {1});
        } else {
            ofUid[0]++;
        }
        this.count++;
        return true;
    }

    /** Gives back what {@link #acquire} took. */
    synchronized void release(Long uid) {
        this.count--;
        int[] ofUid = this.byUid.get(uid);
        if (ofUid != null && --ofUid[0] == 0) {
            this.byUid.remove(uid);
        }
    }
}
