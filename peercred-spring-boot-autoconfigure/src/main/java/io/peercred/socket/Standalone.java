package io.peercred.socket;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.BindSettings;
import io.peercred.connection.ConnectSettings;
import io.peercred.connection.Deadlines;
import io.peercred.connection.EndpointValues;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.SocketFile;
import io.peercred.connection.VerifiedConnector;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UnixAddress;

/** Endpoints outside any application context: their refusals are logged, and are no events. */
final class Standalone {

    static final Deadlines DEADLINES = new Deadlines();
    static final RejectionReporter REPORTER = new RejectionReporter(event -> {});

    private static final String FILE_MODE = "file-mode";
    private static final String FILE_OWNER = "file-owner";
    private static final String FILE_GROUP = "file-group";
    private static final String DIRECTORY_CHECK = "directory-check";
    private static final String BACKLOG = "backlog";
    private static final int DEFAULT_BACKLOG = 128;
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

    /**
     * A listening endpoint.
     *
     * @param settings where it listens
     * @param verification who may connect
     */
    record Listening(BindSettings settings, PeerVerification verification) {}

    static Listening listening(@Nullable String text) {
        return resolve(text, given -> {
            Argument argument = Argument.parse(given, FILE_MODE, FILE_OWNER, FILE_GROUP, DIRECTORY_CHECK, BACKLOG);
            UnixAddress address = argument.address();
            PeerVerification verification =
                    argument.verification(new Endpoint(address.path(), Direction.INBOUND, address.path()));
            SocketFile file = file(argument, address, verification);
            int backlog = argument.positive(BACKLOG, DEFAULT_BACKLOG);
            return new Listening(new BindSettings(null, address, file, backlog), verification);
        });
    }

    private static SocketFile file(Argument argument, UnixAddress address, PeerVerification verification) {
        return EndpointValues.file(
                "",
                address,
                argument.value(FILE_MODE),
                argument.value(FILE_OWNER),
                argument.value(FILE_GROUP),
                argument.oneOf(DIRECTORY_CHECK, "refuse", "warn").equals("refuse"),
                verification.policy());
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
