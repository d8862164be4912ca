package io.peercred.template;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.Assert;

/**
 * What the template is to send. Only its payload travels; the message around it, with an id and a time of its own, is
 * made where somebody sees it.
 */
final class Request {

    private final Object payload;
    private final @Nullable Map<String, Object> headers;
    private final @Nullable Message<?> message;

    private Request(Object payload, @Nullable Map<String, Object> headers, @Nullable Message<?> message) {
        Assert.notNull(payload, "The payload must not be null");
        this.payload = payload;
        this.headers = headers;
        this.message = message;
    }

    static Request of(Message<?> message) {
        return new Request(message.getPayload(), null, message);
    }

    static Request of(
            Object payload, @Nullable Map<String, Object> headers, @Nullable MessagePostProcessor postProcessor) {
        Request request = new Request(payload, headers, null);
        return postProcessor == null ? request : of(postProcessor.postProcessMessage(request.message()));
    }

    Object payload() {
        return this.payload;
    }

    /** What stands beside the payload. */
    Map<String, Object> headers() {
        if (this.message != null) {
            return this.message.getHeaders();
        }
        return this.headers == null ? Map.of() : this.headers;
    }

    /** The message, for a post-processor or an exception. */
    Message<?> message() {
        if (this.message != null) {
            return this.message;
        }
        return this.headers == null
                ? new GenericMessage<>(this.payload)
                : new GenericMessage<>(this.payload, this.headers);
    }
}
