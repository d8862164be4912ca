package io.peercred.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.connection.PeercredHeaders;
import io.peercred.connection.ReceivedFiles;
import io.peercred.credentials.PeerCredentials;

/** Answers whoever was let in. */
@Component
final class Diagnostics {

    private final JsonMapper json;
    private final Recorder recorder;

    Diagnostics(JsonMapper json, Recorder recorder) {
        this.json = json;
        this.recorder = recorder;
    }

    /**
     * Answers one request. One that is unknown gets an answer too: its caller may be older or newer than we are.
     *
     * @param request a {@link Command}'s word, or a {@link ProfileRequest}; null for an empty frame, which Spring takes
     *     for none
     * @param caller who asks, as the kernel says
     * @param files what came with the request; null for nothing
     */
    @ServiceActivator(inputChannel = "peercred.inbound.diagnostics")
    String answer(
            @Payload(required = false) @Nullable String request,
            @Header(PeercredHeaders.PEER) PeerCredentials caller,
            @Header(name = PeercredHeaders.FILES, required = false) @Nullable ReceivedFiles files)
            throws InterruptedException {
        String text = request == null ? "" : request;
        try {
            Optional<ProfileRequest> profile = ProfileRequest.of(text);
            if (profile.isPresent()) {
                return profile(profile.get(), caller, files);
            }
        } catch (IllegalArgumentException ex) {
            return Command.ERROR + ex.getMessage();
        }
        return Command.of(text)
                .map(command -> answer(command, caller))
                .orElse(Command.UNKNOWN + "; there are " + Command.WORDS);
    }

    private String answer(Command command, PeerCredentials caller) {
        return switch (command) {
            case PING -> "pong";
            case INFO -> this.json.writeValueAsString(Info.now(caller));
            case THREADS -> ThreadDump.now();
            case PROFILE -> Command.ERROR + "say for how long, such as: profile 2s";
        };
    }

    private String profile(ProfileRequest request, PeerCredentials caller, @Nullable ReceivedFiles files)
            throws InterruptedException {
        if (files == null) {
            return Command.ERROR + "pass an open file with the request, where the recording goes";
        }
        try (FileChannel file = files.writableChannel(0)) {
            return "recorded " + this.recorder.record(request.duration(), file, caller) + " bytes";
        } catch (IOException ex) {
            return Command.ERROR + "the recording could not be written: " + ex.getMessage();
        }
    }
}
