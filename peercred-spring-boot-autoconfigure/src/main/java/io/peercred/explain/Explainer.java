package io.peercred.explain;

import io.peercred.connection.OutboundClient;
import io.peercred.integration.PeercredInboundGateway;

/**
 * Explains whether a user reaches an endpoint: looks at the directories on the way, the socket, the policy, the user
 * namespace and the caps, as they are now. Changes nothing, and lets nobody in.
 *
 * <p>Speaks of a process in this one's mount, user and network namespaces. Security modules and sandboxes are not asked.
 */
public final class Explainer {

    private Explainer() {}

    /**
     * Whether the user reaches an inbound endpoint. Where the gateway does not run, whoever else listens at its path is
     * taken for it.
     */
    public static Explanation inbound(PeercredInboundGateway gateway, Subject subject) {
        return new InboundExplainer(gateway, subject).explain();
    }

    /**
     * Whether a process of the user reaches the server of an outbound endpoint and accepts it. Connects as this process
     * and sends nothing; a server that is rejected is told of as any other.
     */
    public static Explanation outbound(OutboundClient client, Subject subject) {
        return new OutboundExplainer(client, subject).explain();
    }
}
