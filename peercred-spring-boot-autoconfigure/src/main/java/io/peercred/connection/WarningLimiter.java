package io.peercred.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerRejectedException;

/** One warning in ten seconds for each endpoint and user, so that one user's flood does not hide another's attempt. */
final class WarningLimiter {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final int REMEMBERED = 1024;

    /** In all: somebody with a range of subordinate uids is thousands of users. */
    private static final int LINES = 100;

    private final Map<Key, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, State> eldest) {
            return size() > REMEMBERED;
        }
    };

    private long intervalStart = System.nanoTime();
    private int lines;

    private record Key(Endpoint endpoint, @Nullable Long uid) {}

    private record State(long lastWarning, long untold) {}

    /** The number of warnings that were not given since the last one, or -1 if this one should not be given either. */
    long permit(PeerRejectedException rejection) {
        return permit(
                rejection.endpoint(),
                rejection.peer() == null ? null : rejection.peer().uid());
    }

    /** The same, of whatever this user does at this endpoint. */
    synchronized long permit(Endpoint endpoint, @Nullable Long uid) {
        Key key = new Key(endpoint, uid);
        State state = this.states.get(key);
        long now = System.nanoTime();
        if (state != null && now - state.lastWarning() < INTERVAL || !isLineLeft(now)) {
            long lastWarning = state == null ? now - INTERVAL : state.lastWarning();
            this.states.put(key, new State(lastWarning, (state == null ? 0 : state.untold()) + 1));
            return -1;
        }
        this.states.put(key, new State(now, 0));
        return state == null ? 0 : state.untold();
    }

    private boolean isLineLeft(long now) {
        if (now - this.intervalStart >= INTERVAL) {
            this.intervalStart = now;
            this.lines = 0;
        }
        return this.lines++ < LINES;
    }
}
