package io.peercred.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerRejectedException;

/**
 * A few warnings in ten seconds for each endpoint and user, so that one user's flood does not hide another's attempt.
 * Thread-safe.
 */
final class WarningLimiter {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
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

    private final int burst;
    private final long interval;
    private long intervalStart = System.nanoTime();
    private int lines;

    /** For one warning each. */
    WarningLimiter() {
        this(1);
    }

    /** For so many warnings each, one after the other if they come so. */
    WarningLimiter(int burst) {
        this(burst, INTERVAL);
    }

    WarningLimiter(int burst, Duration interval) {
        this.burst = burst;
        this.interval = interval.toNanos();
    }

    private record Key(Endpoint endpoint, @Nullable Long uid) {}

    /** How many were given since the first of an interval, and how many were not since the last that was. */
    private record State(long start, int given, long untold) {}

    /** The number of warnings that were not given since the last one, or -1 if this one should not be given either. */
    long permit(PeerRejectedException rejection) {
        return permit(
                rejection.endpoint(),
                rejection.peer() == null ? null : rejection.peer().uid());
    }

    /** The same, of whatever this user does at this endpoint. */
    synchronized long permit(Endpoint endpoint, @Nullable Long uid) {
        Key key = new Key(endpoint, uid);
        long now = System.nanoTime();
        State state = this.states.getOrDefault(key, new State(now, 0, 0));
        if (now - state.start() >= this.interval) {
            state = new State(now, 0, state.untold());
        }
        if (state.given() >= this.burst || !isLineLeft(now)) {
            this.states.put(key, new State(state.start(), state.given(), state.untold() + 1));
            return -1;
        }
        this.states.put(key, new State(state.start(), state.given() + 1, 0));
        return state.untold();
    }

    private boolean isLineLeft(long now) {
        if (now - this.intervalStart >= this.interval) {
            this.intervalStart = now;
            this.lines = 0;
        }
        return this.lines++ < LINES;
    }
}
