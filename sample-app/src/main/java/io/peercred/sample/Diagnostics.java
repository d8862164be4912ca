package io.peercred.sample;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;

/** Answers whoever was let in. */
@Component
final class Diagnostics {

    private final JsonMapper json;

    Diagnostics(JsonMapper json) {
        this.json = json;
    }

    /**
     * Answers one request. One that is unknown gets an answer too: its caller may be older or newer than we are.
     *
     * @param request a {@link Command}'s word; null for an empty frame, which Spring takes for none
     * @param caller who asks, as the kernel says
     */
    @ServiceActivator(inputChannel = "peercred.inbound.diagnostics")
    String answer(
            @Payload(required = false) @Nullable String request, @Header(PeercredHeaders.PEER) PeerCredentials caller) {
        return Optional.ofNullable(request)
                .flatMap(Command::of)
                .map(command -> answer(command, caller))
                .orElse(Command.UNKNOWN + "; there are " + Command.WORDS);
    }

    private String answer(Command command, PeerCredentials caller) {
        return switch (command) {
            case PING -> "pong";
            case INFO -> this.json.writeValueAsString(Info.now(caller));
            case THREADS -> ThreadDump.now();
        };
    }
}
