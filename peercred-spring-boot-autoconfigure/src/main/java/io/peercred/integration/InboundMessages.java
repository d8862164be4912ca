package io.peercred.integration;

import java.util.HashMap;
import java.util.Map;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;

import io.peercred.connection.BadPayloadException;
import io.peercred.connection.InboundRequest;
import io.peercred.connection.PeercredHeaders;
import io.peercred.connection.VerifiedConnection;
import io.peercred.credentials.PeerProcess;
import io.peercred.template.PayloadConverter;

/** What a flow is given of a request. */
final class InboundMessages {

    private InboundMessages() {}

    static Object payload(InboundRequest request, PayloadConverter converter) throws BadPayloadException {
        try {
            return converter.fromBytes(request.payload());
        } catch (MessageConversionException ex) {
            throw new BadPayloadException(String.valueOf(ex.getMessage()));
        }
    }

    /** May be changed. */
    static Map<String, Object> headers(InboundRequest request, PayloadConverter converter) {
        VerifiedConnection connection = request.connection();
        Map<String, Object> headers = new HashMap<>();
        headers.put(PeercredHeaders.PEER, request.peer());
        PeerProcess process = connection.process();
        if (process != null) {
            headers.put(PeercredHeaders.PROCESS, process);
        }
        headers.put(PeercredHeaders.ENDPOINT, connection.endpoint().name());
        headers.put(PeercredHeaders.CONNECTION_ID, connection.id());
        headers.put(MessageHeaders.CONTENT_TYPE, converter.type().mimeType());
        if (request.files().size() > 0) {
            headers.put(PeercredHeaders.FILES, request.files());
        }
        return headers;
    }
}
