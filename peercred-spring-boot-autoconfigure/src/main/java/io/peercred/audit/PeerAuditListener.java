package io.peercred.audit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

import io.peercred.connection.ConnectionStatus;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Names;
import io.peercred.credentials.OneLine;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;

/**
 * Makes audit events of rejected peers and, where it is told of them, of accepted connections. The principal is the user's
 * name, else its uid, or {@value #UNKNOWN}. Thread-safe.
 *
 * <p>Publishes by the thread that it is called by. That is never the one that accepts.
 */
public final class PeerAuditListener {

    /** The type of the event of a rejected peer. */
    public static final String PEER_REJECTED = "PEER_REJECTED";

    /** The type of the event of an accepted connection. */
    public static final String PEER_CONNECTED = "PEER_CONNECTED";

    /** The principal where the kernel does not say who the peer is. */
    public static final String UNKNOWN = "unknown";

    /** Of words, to which a verifier or the name of a program may have added. */
    private final ApplicationEventPublisher publisher;

    public PeerAuditListener(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Audits the rejection of a peer. */
    @EventListener
    public void rejected(PeerRejectedEvent event) {
        PeerRejectedException rejection = event.rejection();
        Map<String, Object> data = data(rejection.endpoint(), rejection.peer());
        data.put("reason", rejection.reason().name());
        data.put("message", OneLine.bounded(rejection.getMessage()));
        publish(PEER_REJECTED, rejection.peer(), data);
    }

    /** Audits a connection whose peer was accepted. */
    public void connected(ConnectionStatus connection) {
        Map<String, Object> data = data(connection.endpoint(), connection.peer());
        data.put("connection", connection.id());
        publish(PEER_CONNECTED, connection.peer(), data);
    }

    private void publish(String type, @Nullable PeerCredentials peer, Map<String, Object> data) {
        String principal = peer == null ? UNKNOWN : Names.nameOrUid(peer.uid());
        this.publisher.publishEvent(new AuditApplicationEvent(principal, type, data));
    }

    private static Map<String, Object> data(Endpoint endpoint, @Nullable PeerCredentials peer) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpoint", endpoint.name());
        data.put("direction", endpoint.direction().name().toLowerCase(Locale.ROOT));
        data.put("path", endpoint.path());
        if (peer != null) {
            data.put("uid", peer.uid());
            data.put("gid", peer.gid());
            if (peer.pid() != null) {
                data.put("pid", peer.pid());
            }
        }
        return data;
    }
}
