package io.peercred.integration;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.ConnectionStatus;
import io.peercred.connection.ErrorCode;
import io.peercred.connection.InboundRequest;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RequestHandler;
import io.peercred.observation.ServerCall;
import io.peercred.observation.ServerObservations;

/** A gateway's handling of requests with what was put around it: observed as a whole. */
final class GatewayHandler implements RequestHandler {

    private final RequestHandler decorated;
    private final ServerObservations observations;
    private final @Nullable Duration replyTimeout;
    private final Consumer<ConnectionStatus> connectionListener;

    /**
     * Puts it together.
     *
     * @param decorators the first of them outermost
     * @param replyTimeout null where nothing is answered
     */
    GatewayHandler(
            RequestHandler handler,
            List<UnaryOperator<RequestHandler>> decorators,
            ServerObservations observations,
            @Nullable Duration replyTimeout,
            Consumer<ConnectionStatus> connectionListener) {
        RequestHandler outermost = handler;
        for (int i = decorators.size() - 1; i >= 0; i--) {
            outermost = decorators.get(i).apply(outermost);
        }
        this.decorated = outermost;
        this.observations = observations;
        this.replyTimeout = replyTimeout;
        this.connectionListener = connectionListener;
    }

    @Override
    public @Nullable OutgoingMessage handle(InboundRequest request) throws Exception {
        ServerCall call = this.observations.start(request, this.replyTimeout);
        try {
            OutgoingMessage reply = this.decorated.handle(request);
            if (reply != null) {
                call.answered(reply.payload().length);
            }
            return reply;
        } catch (Exception | Error ex) {
            call.failed(ex);
            throw ex;
        } finally {
            call.end();
        }
    }

    @Override
    public void opened(ConnectionStatus connection) {
        this.connectionListener.accept(connection);
    }

    @Override
    public ErrorCode errorOf(Throwable failure) {
        return Failures.errorOf(failure);
    }
}
