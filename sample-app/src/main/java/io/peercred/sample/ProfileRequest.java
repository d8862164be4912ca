package io.peercred.sample;

import java.time.Duration;
import java.util.Optional;

import org.springframework.boot.convert.DurationStyle;

/**
 * Asks for a recording of the daemon: {@code profile 2s}, with the file that it goes to beside.
 *
 * @param duration more than nothing, at most {@link #LONGEST}
 */
record ProfileRequest(Duration duration) {

    /** A caller waits for its answer, and the daemon's endpoint for the handler. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final String WORD = Command.PROFILE.word() + " ";

    /** Empty if it is another request. Throws {@link IllegalArgumentException} if the duration is none that can be. */
    static Optional<ProfileRequest> of(String request) {
        return request.startsWith(WORD)
                ? Optional.of(new ProfileRequest(duration(request.substring(WORD.length()))))
                : Optional.empty();
    }

    /** As Spring Boot writes them: 500ms, 2s, PT1M. Throws {@link IllegalArgumentException} if it cannot be. */
    static Duration duration(String text) {
        Duration duration;
        try {
            duration = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException ex) {
            throw new IllegalArgumentException("'" + text + "' is no duration; write 500ms, 2s or 1m", ex);
        }
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a recording takes more than nothing and at most 1m, not " + text);
        }
        return duration;
    }

    @Override
    public String toString() {
        return WORD + this.duration;
    }
}
