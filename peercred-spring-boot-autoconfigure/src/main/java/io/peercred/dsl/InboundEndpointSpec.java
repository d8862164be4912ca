package io.peercred.dsl;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.BindSettings;
import io.peercred.connection.EndpointValues;
import io.peercred.connection.InboundSettings;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerVerification;
import io.peercred.integration.ServedEndpoint;
import io.peercred.platform.UnixAddress;

/** An endpoint that serves, and binds its socket. */
public final class InboundEndpointSpec extends EndpointSpec<InboundEndpointSpec> {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private @Nullable String fileMode;
    private @Nullable String fileOwner;
    private @Nullable String fileGroup;
    private boolean refusesUnsafeDirectory = true;
    private boolean expectsReply = true;
    private int backlog = 128;
    private int maxConnections = 256;
    private int maxConnectionsPerUid = 64;
    private Duration readTimeout = TEN_SECONDS;
    private Duration writeTimeout = TEN_SECONDS;
    private Duration replyTimeout = TEN_SECONDS;
    private @Nullable Duration idleTimeout;
    private boolean closesWhenPeerExits;
    private boolean judgesMessages;
    private boolean repliesErrors;

    InboundEndpointSpec() {}

    @Override
    InboundEndpointSpec self() {
        return this;
    }

    /** Four octal digits or {@code rw-rw----}; by default 0600 if only the own uid or root is expected, else 0666. */
    public InboundEndpointSpec fileMode(String mode) {
        this.fileMode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /** Of the socket file, by name or UID; the process's user by default. */
    public InboundEndpointSpec fileOwner(String owner) {
        this.fileOwner = Objects.requireNonNull(owner, "owner");
        return this;
    }

    /** Of the socket file, by name or GID; the process's group by default. */
    public InboundEndpointSpec fileGroup(String group) {
        this.fileGroup = Objects.requireNonNull(group, "group");
        return this;
    }

    /** Only logs a warning where others may replace files in the directory, instead of refusing to bind. */
    public InboundEndpointSpec allowUnsafeDirectory() {
        this.refusesUnsafeDirectory = false;
        return this;
    }

    /** Whether the flow answers; true by default. */
    public InboundEndpointSpec expectReply(boolean expectReply) {
        this.expectsReply = expectReply;
        return this;
    }

    /** Connections that the kernel keeps until they are accepted; 128 by default. */
    public InboundEndpointSpec backlog(int connections) {
        this.backlog = connections;
        return this;
    }

    /** Connections in all, 256 by default; further ones are closed at once. */
    public InboundEndpointSpec maxConnections(int max) {
        this.maxConnections = max;
        return this;
    }

    /** Connections of one user, 64 by default; further ones are closed at once. */
    public InboundEndpointSpec maxConnectionsPerUid(int max) {
        this.maxConnectionsPerUid = max;
        return this;
    }

    /** Within which a started frame must be complete; 10 seconds by default. */
    public InboundEndpointSpec readTimeout(Duration timeout) {
        this.readTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** Within which the peer must take a reply; 10 seconds by default. */
    public InboundEndpointSpec writeTimeout(Duration timeout) {
        this.writeTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** Within which the flow must answer, 10 seconds by default; after it the connection is ended. */
    public InboundEndpointSpec replyTimeout(Duration timeout) {
        this.replyTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** After which a quiet connection is closed; never by default. */
    public InboundEndpointSpec idleTimeout(Duration timeout) {
        this.idleTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /** Ends a connection when the process that connected exits, even if another holds it on. Takes Linux 6.5. */
    public InboundEndpointSpec closeWhenPeerExits() {
        this.closesWhenPeerExits = true;
        return this;
    }

    /** Judges each message by who wrote it ({@code credentials: message}), and not only who connected. */
    public InboundEndpointSpec messageCredentials() {
        this.judgesMessages = true;
        return this;
    }

    /**
     * Answers what cannot be answered with an error frame instead of the end of the connection. Takes the codec
     * {@code length-header}.
     */
    public InboundEndpointSpec errorReplies() {
        this.repliesErrors = true;
        return this;
    }

    ServedEndpoint served(Endpoint endpoint, EndpointContext context) {
        PeerVerification verification = verification(endpoint, context, this.closesWhenPeerExits);
        UnixAddress address = new UnixAddress(endpoint.path());
        Duration reply = EndpointValues.positive("reply-timeout", this.replyTimeout);
        InboundSettings settings = new InboundSettings(
                new BindSettings(
                        endpoint.name(),
                        address,
                        EndpointValues.file(
                                "",
                                address,
                                this.fileMode,
                                this.fileOwner,
                                this.fileGroup,
                                this.refusesUnsafeDirectory,
                                verification.policy()),
                        EndpointValues.positive("backlog", this.backlog)),
                verification,
                codec(context),
                maxMessageSize(),
                EndpointValues.positive("max-connections", this.maxConnections),
                EndpointValues.positive("max-connections-per-uid", this.maxConnectionsPerUid),
                EndpointValues.positive("read-timeout", this.readTimeout),
                EndpointValues.positive("write-timeout", this.writeTimeout),
                this.expectsReply ? reply : null,
                this.idleTimeout == null ? null : EndpointValues.positive("idle-timeout", this.idleTimeout),
                this.judgesMessages,
                maxFileDescriptors(),
                EndpointValues.errorReplies("", this.repliesErrors, codec(context)) && this.expectsReply,
                propagatesTrace(context));
        return new ServedEndpoint(
                settings, converter(context), reply, this.expectsReply, context.deadlines(), context.reporter());
    }
}
