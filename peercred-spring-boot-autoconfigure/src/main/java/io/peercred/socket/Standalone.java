package io.peercred.socket;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.ConnectSettings;
import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.VerifiedConnector;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UnixAddress;

/** Endpoints outside any application context: their refusals are logged, and are no events. */
final class Standalone {

    static final Deadlines DEADLINES = new Deadlines();
    static final RejectionReporter REPORTER = new RejectionReporter(event -> {});

    private static final String CONNECT_TIMEOUT = "connect-timeout";
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private Standalone() {}

    static VerifiedConnector connector(@Nullable String text) {
        return resolve(text, given -> {
            Argument argument = Argument.parse(given, CONNECT_TIMEOUT);
            UnixAddress address = argument.address();
            Endpoint endpoint = new Endpoint(address.path(), Direction.OUTBOUND, address.path());
            ConnectSettings settings = new ConnectSettings(
                    address,
                    argument.verification(endpoint),
                    argument.duration(CONNECT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT));
            return new VerifiedConnector(settings, DEADLINES, REPORTER);
        });
    }

    /** Whoever reads the exception has no analysis of it, so it says all. */
    static <T> T resolve(@Nullable String text, Function<@Nullable String, T> resolving) {
        NativeSupport.require();
        try {
            return resolving.apply(text);
        } catch (InvalidSettingException ex) {
            throw new IllegalArgumentException(
                    "Invalid argument "
                            + (text == null ? "" : "'" + text + "' ")
                            + "for a verified socket: " + ex.getMessage() + ". " + ex.action(),
                    ex);
        }
    }
}
