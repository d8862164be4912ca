package io.peercred.actuate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A refusal, and those before it of the same user, at the same endpoint, for the same reason.
 *
 * @param time of the last one
 * @param times how many there were since the first that is still known
 * @param endpoint its name
 * @param direction {@code inbound} or {@code outbound}
 * @param peer of the last one; null where it was not known
 * @param reason for programs, a {@link io.peercred.credentials.PeerRejectedException.Reason}
 * @param message for people, of the last one
 */
public record RefusalDescriptor(
        Instant time,
        long times,
        String endpoint,
        String direction,
        @Nullable PeerDescriptor peer,
        String reason,
        String message) {}
