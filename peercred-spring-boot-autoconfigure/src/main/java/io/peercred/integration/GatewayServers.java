package io.peercred.integration;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.ConnectionStatus;
import io.peercred.connection.InboundServer;

/** The server of a gateway's last start, and those of earlier ones that still answer. Thread-safe. */
final class GatewayServers {

    private final Set<InboundServer> draining = ConcurrentHashMap.newKeySet();
    private volatile @Nullable InboundServer current;

    void started(InboundServer server) {
        this.current = server;
    }

    /** Of the last start; null before there was one. */
    @Nullable
    InboundServer current() {
        return this.current;
    }

    @Nullable
    String obstacle() {
        InboundServer server = this.current;
        return server == null ? "it has not been started" : server.obstacle();
    }

    List<ConnectionStatus> connections() {
        InboundServer server = this.current;
        return server == null ? List.of() : server.connections();
    }

    int openConnections() {
        InboundServer server = this.current;
        return server == null ? 0 : server.openConnections();
    }

    int openConnections(long uid) {
        InboundServer server = this.current;
        return server == null ? 0 : server.openConnections(uid);
    }

    boolean closeConnection(String id) {
        InboundServer server = this.current;
        return server != null && server.closeConnection(id);
    }

    /** Stops the current one; completes when its requests have been answered. */
    CompletableFuture<Void> stop() {
        InboundServer stopped = this.current;
        if (stopped == null) {
            return CompletableFuture.completedFuture(null);
        }
        this.draining.add(stopped);
        return stopped.stop().whenComplete((done, failure) -> this.draining.remove(stopped));
    }

    /** Ends whatever still answers, of earlier starts too. */
    void abort() {
        InboundServer server = this.current;
        if (server != null) {
            server.abort();
        }
        this.draining.forEach(InboundServer::abort);
    }
}
