package io.peercred.integration;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
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

    private final @Nullable Function<ApplicationContext, VerifiedSocketOperations> later;
    private final boolean owned;
    private final String destination;
    private VerifiedSocketOperations operations;

    /**
     * Creates the gateway.
     *
     * @param operations who exchanges the messages
     * @param destination an outbound endpoint's NAME, or a path
     */
    public PeercredOutboundGateway(VerifiedSocketOperations operations, String destination) {
        this.later = null;
        this.owned = false;
        this.operations = operations;
        this.destination = destination;
    }

    /**
     * Creates a gateway that finds its operations when it is initialized, in a flow that is written before there are
     * beans.
     *
     * @param operations who exchanges the messages
     * @param owned whether they are this gateway's own, to be closed with it if they can be
     * @param destination an outbound endpoint's NAME, or a path
     */
    @SuppressWarnings("NullAway.Init") // by doInit()
    public PeercredOutboundGateway(
            Function<ApplicationContext, VerifiedSocketOperations> operations, boolean owned, String destination) {
        this.later = operations;
        this.owned = owned;
        this.destination = destination;
    }

    /** An outbound endpoint's NAME, or a path. */
    public String destination() {
        return this.destination;
    }

    @Override
    protected void doInit() {
        super.doInit();
        if (this.later != null) {
            this.operations = this.later.apply(getApplicationContext());
        }
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

    @Override
    public void destroy() {
        super.destroy();
        if (this.owned && this.operations instanceof VerifiedSocketTemplate template) {
            template.close();
        }
    }

    /** Not a message yet, since the request's headers are to be added. */
    private Object reply(Object payload, Map<String, Object> headers) {
        return getMessageBuilderFactory().withPayload(payload).copyHeaders(headers);
    }
}
