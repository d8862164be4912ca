package io.peercred.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

/**
 * Remembers the last refusals. Those of one user at one endpoint for one reason are one entry, so that no user can crowd
 * out what others did; somebody with a range of subordinate uids is many users. Thread-safe.
 */
public final class RefusalLog implements ApplicationListener<PayloadApplicationEvent<PeerRejectedEvent>> {

    static final int REMEMBERED = 50;

    /** A verifier of the application chose the words. */
    private static final int MAX_MESSAGE = 1000;

    /** The newest last. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(
            Endpoint endpoint, Reason reason, @Nullable Long uid) {}

    private record Entry(Instant time, long times, PeerRejectedException rejection) {}

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<PeerRejectedEvent> event) {
        add(event.getPayload().rejection(), Instant.now());
    }

    /** Takes no time: the names are looked up when somebody asks. */
    synchronized void add(PeerRejectedException rejection, Instant time) {
        PeerCredentials peer = rejection.peer();
        Key key = new Key(rejection.endpoint(), rejection.reason(), peer == null ? null : peer.uid());
        Entry before = this.entries.remove(key);
        this.entries.put(key, new Entry(time, before == null ? 1 : before.times() + 1, rejection));
        if (this.entries.size() > REMEMBERED) {
            this.entries.remove(this.entries.keySet().iterator().next());
        }
    }

    /** The newest first. */
    List<RefusalDescriptor> describe(TimelyNames.Query names) {
        List<Entry> newestFirst = copy();
        Collections.reverse(newestFirst);
        return newestFirst.stream().map(entry -> describe(entry, names)).toList();
    }

    private synchronized List<Entry> copy() {
        return new ArrayList<>(this.entries.values());
    }

    private static RefusalDescriptor describe(Entry entry, TimelyNames.Query names) {
        PeerRejectedException rejection = entry.rejection();
        PeerCredentials peer = rejection.peer();
        String message = names.once("refusal " + System.identityHashCode(rejection), rejection::getMessage);
        return new RefusalDescriptor(
                entry.time(),
                entry.times(),
                rejection.endpoint().name(),
                rejection.endpoint().direction().name().toLowerCase(Locale.ROOT),
                peer == null ? null : PeerDescriptor.of(peer, names),
                rejection.reason().name(),
                cut(message == null ? rejection.reason().sentence() : message));
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }
}
