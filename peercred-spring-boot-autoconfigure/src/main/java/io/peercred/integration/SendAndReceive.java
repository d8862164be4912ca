package io.peercred.integration;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    private final CountDownLatch replied = new CountDownLatch(1);
    private volatile @Nullable Message<?> reply;
    private volatile boolean over;

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
        try {
            if (!channel.send(request, timeoutMillis)) {
                throw new MessageDeliveryException(
                        request,
                        "The channel '" + channel + "' did not take the request within " + timeoutMillis + " ms");
            }
            return replies.await(timeoutMillis);
        } finally {
            replies.over = true;
        }
    }

    private @Nullable Message<?> await(long timeoutMillis) {
        try {
            if (!this.replied.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                return null;
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        Message<?> received = this.reply;
        if (received instanceof ErrorMessage error) {
            throw asUnchecked(error.getPayload());
        }
        return received;
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
        if (this.over) {
            // Without the message, which may hold what the peer wrote.
            logger.warn("A reply came after its request was answered or given up, and was dropped");
            return true;
        }
        this.reply = message;
        this.replied.countDown();
        return true;
    }
}
