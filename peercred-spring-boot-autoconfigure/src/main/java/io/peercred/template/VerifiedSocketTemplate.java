package io.peercred.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.connection.ErrorFrameException;
import io.peercred.connection.Frame;
import io.peercred.connection.FrameException;
import io.peercred.connection.PeercredHeaders;
import io.peercred.connection.Reply;
import io.peercred.connection.VerifiedConnectionCallback;
import io.peercred.observation.ClientCall;
import io.peercred.observation.ClientObservations;
import io.peercred.observation.PeercredClientObservationContext.Operation;

/** The template over outbound endpoints; closing it ends their connections. Thread-safe. */
public final class VerifiedSocketTemplate implements VerifiedSocketOperations, AutoCloseable {

    private final OutboundEndpoints endpoints;
    private final ClientObservations observations;

    /** Creates one whose calls nobody observes. */
    public VerifiedSocketTemplate(OutboundEndpoints endpoints) {
        this(endpoints, ClientObservations.NONE);
    }

    /**
     * Creates one.
     *
     * @param observations of every call
     */
    public VerifiedSocketTemplate(OutboundEndpoints endpoints, ClientObservations observations) {
        this.endpoints = endpoints;
        this.observations = observations;
    }

    /** Whether there is an endpoint of this name; a path may be one. */
    public boolean knows(String destination) {
        return this.endpoints.knows(destination);
    }

    /** Ends the connections of the endpoints; one in use ends with its exchange. */
    @Override
    public void close() {
        this.endpoints.close();
    }

    @Override
    public void send(Message<?> message) {
        doSend(null, Request.of(message));
    }

    @Override
    public void send(String destination, Message<?> message) {
        doSend(destination, Request.of(message));
    }

    @Override
    public void convertAndSend(Object payload) {
        doSend(null, Request.of(payload, null, null));
    }

    @Override
    public void convertAndSend(Object payload, MessagePostProcessor postProcessor) {
        doSend(null, Request.of(payload, null, postProcessor));
    }

    @Override
    public void convertAndSend(String destination, Object payload) {
        convertAndSend(destination, payload, null, null);
    }

    @Override
    public void convertAndSend(String destination, Object payload, @Nullable Map<String, Object> headers) {
        convertAndSend(destination, payload, headers, null);
    }

    @Override
    public void convertAndSend(String destination, Object payload, MessagePostProcessor postProcessor) {
        convertAndSend(destination, payload, null, postProcessor);
    }

    @Override
    public void convertAndSend(
            String destination,
            Object payload,
            @Nullable Map<String, Object> headers,
            @Nullable MessagePostProcessor postProcessor) {
        doSend(destination, Request.of(payload, headers, postProcessor));
    }

    @Override
    public Message<?> sendAndReceive(Message<?> request) {
        return doSendAndReceive(null, Request.of(request));
    }

    @Override
    public Message<?> sendAndReceive(String destination, Message<?> request) {
        return doSendAndReceive(destination, Request.of(request));
    }

    @Override
    public <T> T convertSendAndReceive(Object request, Class<T> replyType) {
        return doConvertSendAndReceive(null, Request.of(request, null, null), replyType);
    }

    @Override
    public <T> T convertSendAndReceive(Object request, Class<T> replyType, MessagePostProcessor postProcessor) {
        return doConvertSendAndReceive(null, Request.of(request, null, postProcessor), replyType);
    }

    @Override
    public <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType) {
        return convertSendAndReceive(destination, request, null, replyType, null);
    }

    @Override
    public <T> T convertSendAndReceive(
            String destination, Object request, @Nullable Map<String, Object> headers, Class<T> replyType) {
        return convertSendAndReceive(destination, request, headers, replyType, null);
    }

    @Override
    public <T> T convertSendAndReceive(
            String destination, Object request, Class<T> replyType, MessagePostProcessor postProcessor) {
        return convertSendAndReceive(destination, request, null, replyType, postProcessor);
    }

    @Override
    public <T> T convertSendAndReceive(
            String destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor) {
        return doConvertSendAndReceive(destination, Request.of(request, headers, postProcessor), replyType);
    }

    @Override
    public <T extends @Nullable Object> T execute(String destination, VerifiedConnectionCallback<T> callback) {
        return doExecute(destination, null, callback);
    }

    @Override
    public <T extends @Nullable Object> T execute(
            String destination, Duration timeout, VerifiedConnectionCallback<T> callback) {
        return doExecute(destination, timeout, callback);
    }

    private void doSend(@Nullable String destination, Request request) {
        this.endpoints.with(destination, this.observations, Operation.SEND, (endpoint, call) -> {
            Frame frame = frame(endpoint, request, call);
            try {
                endpoint.client().send(frame);
                return Boolean.TRUE;
            } catch (ErrorFrameException ex) {
                throw new ErrorReplyException(request.message(), ex);
            } catch (IOException ex) {
                throw failure(request, ex);
            }
        });
    }

    /** Makes a result of a reply; what it throws reaches the caller, and the reply's files are closed. */
    @FunctionalInterface
    public interface ReplyMapper<R> {

        /**
         * Makes the result, which may be null only where its type says so.
         *
         * @param payload a String or bytes
         * @param headers what a message of the reply would have, besides an id and a time; may be changed
         */
        R map(Object payload, Map<String, Object> headers);
    }

    /** Sends a request and waits for its reply, of which no message is made that somebody would only copy. */
    public <R> R sendAndReceive(String destination, Message<?> request, ReplyMapper<R> mapper) {
        return doSendAndReceive(destination, Request.of(request), mapper);
    }

    private Message<?> doSendAndReceive(@Nullable String destination, Request request) {
        return doSendAndReceive(destination, request, GenericMessage::new);
    }

    private <R> R doSendAndReceive(@Nullable String destination, Request request, ReplyMapper<R> mapper) {
        return this.endpoints.with(destination, this.observations, Operation.EXCHANGE, (endpoint, call) -> {
            Reply reply = exchange(endpoint, request, call);
            boolean handedOver = false;
            try {
                Map<String, Object> headers = new HashMap<>();
                headers.put(PeercredHeaders.REPLY_PEER, reply.peer());
                headers.put(
                        MessageHeaders.CONTENT_TYPE, endpoint.converter().type().mimeType());
                if (reply.files().size() > 0) {
                    headers.put(PeercredHeaders.REPLY_FILES, reply.files().keep());
                }
                R mapped = mapper.map(endpoint.converter().fromBytes(reply.payload()), headers);
                handedOver = true;
                return mapped;
            } finally {
                if (!handedOver) {
                    close(reply);
                }
            }
        });
    }

    private <T> T doConvertSendAndReceive(@Nullable String destination, Request request, Class<T> replyType) {
        return this.endpoints.with(destination, this.observations, Operation.EXCHANGE, (endpoint, call) -> {
            Reply reply = exchange(endpoint, request, call);
            close(reply); // Who wants the files that came asks for the message.
            return endpoint.converter().fromBytes(reply.payload(), replyType);
        });
    }

    private static void close(Reply reply) {
        try {
            reply.files().close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private <T extends @Nullable Object> T doExecute(
            String destination, @Nullable Duration timeout, VerifiedConnectionCallback<T> callback) {
        return this.endpoints.with(destination, this.observations, Operation.EXECUTE, (endpoint, call) -> {
            try {
                return endpoint.client().execute(timeout, connection -> {
                    call.met(connection.peer());
                    return callback.doWithConnection(connection);
                });
            } catch (IOException ex) {
                throw new MessagingException(
                        "Conversation with " + endpoint.client().endpoint() + " failed: " + ex.getMessage(), ex);
            }
        });
    }

    private static Reply exchange(OutboundEndpoint endpoint, Request request, ClientCall call) {
        Frame frame = frame(endpoint, request, call);
        try {
            Reply reply = endpoint.client().exchange(frame);
            call.met(reply.peer());
            call.received(reply.payload().length);
            return reply;
        } catch (ErrorFrameException ex) {
            throw new ErrorReplyException(request.message(), ex);
        } catch (IOException ex) {
            throw failure(request, ex);
        }
    }

    private static Frame frame(OutboundEndpoint endpoint, Request request, ClientCall call) {
        try {
            byte[] payload = endpoint.converter().toBytes(request.payload());
            call.sending(payload.length);
            return endpoint.client().encode(OutgoingMessages.of(payload, request.headers()), call.trace());
        } catch (FrameException | IllegalArgumentException ex) {
            throw new MessageConversionException(
                    request.message(), "Not sent to " + endpoint.client().endpoint() + ": " + ex.getMessage(), ex);
        }
    }

    private static MessageDeliveryException failure(Request request, IOException cause) {
        return new MessageDeliveryException(request.message(), String.valueOf(cause.getMessage()), cause);
    }
}
