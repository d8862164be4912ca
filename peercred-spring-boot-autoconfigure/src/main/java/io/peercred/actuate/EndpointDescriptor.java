package io.peercred.actuate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.peercred.connection.PoolStatus;

/**
 * An endpoint as it is now.
 *
 * @param name the NAME of {@code peercred.inbound.NAME} or {@code peercred.outbound.NAME}
 * @param direction {@code inbound} or {@code outbound}
 * @param path where its socket is
 * @param expects its policy, in words
 * @param state of an inbound one {@code listening}, or {@code unreachable} for whoever connects to its path; null of an
 *     outbound one, which only a connection can tell
 * @param obstacle why it is unreachable
 * @param counts what it has counted since it was made
 * @param refusedByReason how many of the refused ones for which reason, where there are any
 * @param pool of an outbound one, how its connections are used
 * @param connections those that are open
 * @param explanation whether the user reaches it that was asked about
 */
public record EndpointDescriptor(
        String name,
        String direction,
        String path,
        String expects,
        @Nullable String state,
        @Nullable String obstacle,
        Map<String, Long> counts,
        Map<String, Long> refusedByReason,
        @Nullable PoolStatus pool,
        ConnectionsDescriptor connections,
        @Nullable ExplanationDescriptor explanation)
        implements OperationResponseBody {

    /**
     * Its connections.
     *
     * @param total how many are open
     * @param open those of them that have been open for longest, at most {@value EndpointReport#MAX_CONNECTIONS}
     */
    public record ConnectionsDescriptor(int total, List<ConnectionDescriptor> open) {}

    EndpointDescriptor with(ExplanationDescriptor explanation) {
        return new EndpointDescriptor(
                this.name,
                this.direction,
                this.path,
                this.expects,
                this.state,
                this.obstacle,
                this.counts,
                this.refusedByReason,
                this.pool,
                this.connections,
                explanation);
    }
}
