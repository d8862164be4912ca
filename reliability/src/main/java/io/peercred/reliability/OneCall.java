package io.peercred.reliability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.messaging.MessagingException;

import io.peercred.credentials.PeerRejectedException;

/**
 * Calls with a request that is no {@link Exchange}.
 *
 * @param destination a name or path
 * @param deadline of one call
 */
record OneCall(ClientApplication client, String destination, Tally tally, ClearErrors clear, Duration deadline) {

    /** True if it failed, which is counted; false if it was answered by the request itself. */
    boolean fails(String request) {
        return fails(request.getBytes(StandardCharsets.UTF_8));
    }

    boolean fails(byte[] request) {
        long start = System.nanoTime();
        try {
            this.client.template().convertSendAndReceive(this.destination, request, byte[].class);
            return false;
        } catch (MessagingException | PeerRejectedException ex) {
            this.tally.failed(ex, this.clear, System.nanoTime() - start, this.deadline.toNanos());
            return true;
        }
    }
}
