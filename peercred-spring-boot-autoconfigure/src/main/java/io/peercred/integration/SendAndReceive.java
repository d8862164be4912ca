package io.peercred.integration;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

/**
 * One request to a flow and its reply, as Spring's {@code GenericMessagingTemplate} has it, but for what that costs: it
 * copies the headers of either message several times over, to put a reply channel in and to take it out again.
 */
final class SendAndReceive implements MessageChannel {

    private static final Log logger = LogFactory.getLog(SendAndReceive.class);

    /** Null once the request is over, so that what comes later finds it so. */
    private final CompletableFuture<@Nullable Message<?>> reply = new CompletableFuture<>();

    private SendAndReceive() {}

    /**
     * Sends and waits.
     *
     * @param headers of the request; changed by this method
     * @param timeoutMillis for the channel to take the request and, after that, for the reply
     * @return null if there was none in time
     */
    static @Nullable Message<?> at(
            MessageChannel channel, Object payload, Map<String, Object> headers, long timeoutMillis) {
        SendAndReceive replies = new SendAndReceive();
        headers.put(MessageHeaders.REPLY_CHANNEL, replies);
        headers.put(MessageHeaders.ERROR_CHANNEL, replies);
        Message<?> request = new GenericMessage<>(payload, headers);
        boolean sent = false;
        try {
            sent = channel.send(request, timeoutMillis);
        } finally {
            if (!sent) {
                replies.giveUp();
            }
        }
        if (!sent) {
            throw new MessageDeliveryException(
                    request, "The channel '" + channel + "' did not take the request within " + timeoutMillis + " ms");
        }
        Message<?> received = replies.await(timeoutMillis);
        if (received instanceof ErrorMessage error) {
            throw asUnchecked(error.getPayload());
        }
        return received;
    }

    private @Nullable Message<?> await(long timeoutMillis) {
        try {
            return this.reply.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException ex) {
            this.reply.complete(null);
        } catch (InterruptedException ex) {
            this.reply.complete(null);
            Thread.currentThread().interrupt();
        } catch (ExecutionException ex) {
            throw new IllegalStateException(ex); // Nobody completes it so.
        }
        return this.reply.join(); // Which may have come just now.
    }

    /** The flow failed, though a reply may have come before. */
    private void giveUp() {
        if (!this.reply.complete(null) && this.reply.join() != null) {
            Replies.discard(this.reply.join());
        }
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new MessagingException("The flow failed with a checked exception", failure);
    }

    @Override
    public boolean send(Message<?> message, long timeout) {
        if (!this.reply.complete(message)) {
            // Without the message, which may hold what the peer wrote.
            logger.warn("A reply came after its request was answered or given up, and was dropped");
            Replies.discard(message);
        }
        return true;
    }
}
