package io.peercred.integration;

import java.util.Map;

import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.messaging.Message;

import io.peercred.connection.PeercredHeaders;
import io.peercred.template.VerifiedSocketOperations;
import io.peercred.template.VerifiedSocketTemplate;

/**
 * Sends each message to a verified peer as a request and its answer on as the reply.
 *
 * <p>Headers are not sent. The reply has {@link PeercredHeaders#REPLY_PEER}, and the request's
 * headers where it has none of its own, but for those that say how to send it.
 */
public class PeercredOutboundGateway extends AbstractReplyProducingMessageHandler {

    private final VerifiedSocketOperations operations;
    private final String destination;

    /**
     * Creates the gateway.
     *
     * @param operations who exchanges the messages
     * @param destination an outbound endpoint's NAME, or a path
     */
    public PeercredOutboundGateway(VerifiedSocketOperations operations, String destination) {
        this.operations = operations;
        this.destination = destination;
    }

    @Override
    protected void doInit() {
        super.doInit();
        // Meant for this peer; the reply may be on its way to another.
        addNotPropagatedHeaders(PeercredHeaders.SENDER_CREDENTIALS, PeercredHeaders.SEND_FILES);
    }

    @Override
    public String getComponentType() {
        return "peercred:outbound-gateway";
    }

    @Override
    protected Object handleRequestMessage(Message<?> request) {
        return this.operations instanceof VerifiedSocketTemplate template
                ? template.sendAndReceive(this.destination, request, this::reply)
                : this.operations.sendAndReceive(this.destination, request);
    }

    /** Not a message yet, since the request's headers are to be added. */
    private Object reply(Object payload, Map<String, Object> headers) {
        return getMessageBuilderFactory().withPayload(payload).copyHeaders(headers);
    }
}
