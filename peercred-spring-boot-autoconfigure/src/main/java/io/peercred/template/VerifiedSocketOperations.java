package io.peercred.template;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.core.MessagePostProcessor;

import io.peercred.connection.VerifiedConnectionCallback;

/**
 * Exchanges messages with verified peers, in the shape of Spring's messaging templates.
 *
 * <p>A destination is the NAME of {@code peercred.outbound.NAME}, or a socket's path (it begins with {@code /} or
 * {@code @}) with the defaults of {@code peercred.*}. Where none is given it is the only configured outbound endpoint.
 *
 * <p>{@code String} and {@code byte[]} payloads pass as they are, whatever the endpoint's {@code content-type}; others
 * are converted by it. Headers are not sent; they serve post-processors and converters, but for two that say how to send:
 * {@link io.peercred.connection.PeercredHeaders#SENDER_CREDENTIALS} and
 * {@link io.peercred.connection.PeercredHeaders#SEND_FILES}.
 *
 * <p>Every operation keeps the endpoint's {@code reply-timeout}, sends nothing twice, and throws
 * {@link io.peercred.credentials.PeerRejectedException} if the peer is not who it should be, {@link ErrorReplyException} if
 * it answers with an error, else a {@link MessagingException} with its cause.
 */
public interface VerifiedSocketOperations {

    /** Sends to the default destination; see {@link #send(String, Message)}. */
    void send(Message<?> message);

    /**
     * Sends a message and waits until the peer has taken it and ended the connection; so a refusal shows.
     *
     * @param destination an outbound endpoint's NAME, or a path
     */
    void send(String destination, Message<?> message);

    /** Converts and sends to the default destination. */
    void convertAndSend(Object payload);

    /** Converts and sends; see {@link #send(String, Message)}. */
    void convertAndSend(String destination, Object payload);

    /** Converts, lets the message be changed, and sends to the default destination. */
    void convertAndSend(Object payload, MessagePostProcessor postProcessor);

    /** Converts and sends, with headers. */
    void convertAndSend(String destination, Object payload, @Nullable Map<String, Object> headers);

    /** Converts, lets the message be changed, and sends. */
    void convertAndSend(String destination, Object payload, MessagePostProcessor postProcessor);

    /** Converts, lets the message be changed, and sends, with headers. */
    void convertAndSend(
            String destination,
            Object payload,
            @Nullable Map<String, Object> headers,
            @Nullable MessagePostProcessor postProcessor);

    /** Asks the default destination; see {@link #sendAndReceive(String, Message)}. */
    Message<?> sendAndReceive(Message<?> request);

    /**
     * Sends a request and waits for its reply.
     *
     * @param destination an outbound endpoint's NAME, or a path
     * @return a {@code String}, or a {@code byte[]} where the content type is {@code application/octet-stream}, with the
     *     header {@link io.peercred.connection.PeercredHeaders#REPLY_PEER}, and with
     *     {@link io.peercred.connection.PeercredHeaders#REPLY_FILES}, the caller's to close, where files came
     */
    Message<?> sendAndReceive(String destination, Message<?> request);

    /** Converts, asks the default destination, and converts its reply. */
    <T> T convertSendAndReceive(Object request, Class<T> replyType);

    /** Converts, lets the request be changed, asks the default destination, and converts its reply. */
    <T> T convertSendAndReceive(Object request, Class<T> replyType, MessagePostProcessor postProcessor);

    /**
     * Converts, asks, and converts the reply. Files that came with it are closed.
     *
     * @param replyType what the reply shall become; one that it cannot become is an exception, not null
     */
    <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType);

    /** Converts, asks with headers, and converts the reply. */
    <T> T convertSendAndReceive(
            String destination, Object request, @Nullable Map<String, Object> headers, Class<T> replyType);

    /** Converts, lets the request be changed, asks, and converts the reply. */
    <T> T convertSendAndReceive(
            String destination, Object request, Class<T> replyType, MessagePostProcessor postProcessor);

    /** Converts, lets the request be changed, asks with headers, and converts the reply. */
    <T> T convertSendAndReceive(
            String destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor);

    /**
     * Hands a new verified connection to code that speaks its own protocol, and closes it afterwards.
     *
     * <p>Called from a virtual thread, the callback runs on a platform thread, without the caller's thread-locals.
     *
     * @return what the callback returned
     */
    <T extends @Nullable Object> T execute(String destination, VerifiedConnectionCallback<T> callback);

    /** The same with a time-out of its own for all of the conversation. */
    <T extends @Nullable Object> T execute(
            String destination, Duration timeout, VerifiedConnectionCallback<T> callback);
}
