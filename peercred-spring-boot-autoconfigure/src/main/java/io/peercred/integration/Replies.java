package io.peercred.integration;

import java.io.Closeable;
import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.StaticMessageHeaderAccessor;
import org.springframework.messaging.Message;

import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.PeercredHeaders;
import io.peercred.template.OutgoingMessages;
import io.peercred.template.PayloadConverter;

/** What becomes of a flow's replies, and of the files that they were to pass on. */
final class Replies {

    private static final Log logger = LogFactory.getLog(Replies.class);

    private Replies() {}

    /** To be written. What it holds open is closed even if it cannot be converted. */
    static OutgoingMessage toOutgoing(Message<?> reply, PayloadConverter converter) {
        OutgoingMessage outgoing = null;
        try {
            outgoing = OutgoingMessages.of(converter.toBytes(reply.getPayload()), reply.getHeaders())
                    .closing(resource(reply));
            return outgoing;
        } finally {
            if (outgoing == null) {
                discard(reply);
            }
        }
    }

    /** Closes what a reply holds open that nobody will write. */
    static void discard(Message<?> reply) {
        try {
            Closeable resource = resource(reply);
            if (resource != null) {
                resource.close();
            }
        } catch (IOException | RuntimeException ex) {
            logger.warn("The resource of a reply that was dropped could not be closed: " + ex);
        }
    }

    /** Of a reply that passes files: other resources, such as an upstream session, came with the flow and are its own. */
    private static @Nullable Closeable resource(Message<?> reply) {
        return reply.getHeaders().containsKey(PeercredHeaders.SEND_FILES)
                ? StaticMessageHeaderAccessor.getCloseableResource(reply)
                : null;
    }
}
