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

    private final Map<Key, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, State> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(Endpoint endpoint, @Nullable Long uid) {}

    private record State(long lastWarning, long untold) {}

    /** The number of warnings that were not given since the last one, or -1 if this one should not be given either. */
    synchronized long permit(PeerRejectedException rejection) {
        Key key = new Key(
                rejection.endpoint(),
                rejection.peer() == null ? null : rejection.peer().uid());
        State state = this.states.get(key);
        if (state != null && System.nanoTime() - state.lastWarning() < INTERVAL) {
            this.states.put(key, new State(state.lastWarning(), state.untold() + 1));
            return -1;
        }
        this.states.put(key, new State(System.nanoTime(), 0));
        return state == null ? 0 : state.untold();
    }
}
