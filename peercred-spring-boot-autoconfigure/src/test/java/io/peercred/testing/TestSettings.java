package io.peercred.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.ActivationSettings;
import io.peercred.connection.BindSettings;
import io.peercred.connection.FrameCodec;
import io.peercred.connection.FrameCodecs;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.InheritedSocket;
import io.peercred.connection.OutboundSettings;
import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.connection.SocketFile;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UserNamespace;

/** Settings of endpoints for tests that need no application context. Change what the test is about. */
public final class TestSettings {

    private final String path;
    private Set<Long> uids = Set.of(NativeSupport.effectiveUid());
    private Set<Long> gids = Set.of();
    private ProcessPolicy process = ProcessPolicy.NONE;
    private List<NamedVerifier> verifiers = List.of();
    private @Nullable InheritedSocket inherited;
    private FrameCodec codec = Objects.requireNonNull(FrameCodecs.named("length-header"));
    private int maxMessageSize = 1 << 20;
    private SocketFile file = new SocketFile(0666, null, null, true);
    private int backlog = 128;
    private int maxConnections = 256;
    private int maxConnectionsPerUid = 64;
    private Duration readTimeout = Duration.ofSeconds(5);
    private Duration writeTimeout = Duration.ofSeconds(5);
    private @Nullable Duration idleTimeout;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration replyTimeout = Duration.ofSeconds(10);
    private PoolSettings pool = new PoolSettings(16, 16, null, Duration.ofMinutes(1));

    private boolean judgesMessages;
    private int maxFileDescriptors;
    private boolean errorReplies;
    private boolean trace;

    private TestSettings(String path) {
        this.path = path;
    }

    /** Of an endpoint that expects this process's own user. */
    public static TestSettings at(Object path) {
        return new TestSettings(path.toString());
    }

    public TestSettings uids(Long... uids) {
        this.uids = Set.of(uids);
        return this;
    }

    public TestSettings gids(Long... gids) {
        this.gids = Set.of(gids);
        return this;
    }

    public TestSettings process(ProcessPolicy process) {
        this.process = process;
        return this;
    }

    public TestSettings verifiers(NamedVerifier... verifiers) {
        this.verifiers = List.of(verifiers);
        return this;
    }

    public TestSettings codec(String name) {
        return codec(Objects.requireNonNull(FrameCodecs.named(name)));
    }

    public TestSettings codec(FrameCodec codec) {
        this.codec = codec;
        return this;
    }

    public TestSettings maxMessageSize(int bytes) {
        this.maxMessageSize = bytes;
        return this;
    }

    public TestSettings file(SocketFile file) {
        this.file = file;
        return this;
    }

    public TestSettings backlog(int backlog) {
        this.backlog = backlog;
        return this;
    }

    public TestSettings maxConnections(int all, int perUid) {
        this.maxConnections = all;
        this.maxConnectionsPerUid = perUid;
        return this;
    }

    public TestSettings readTimeout(Duration timeout) {
        this.readTimeout = timeout;
        return this;
    }

    public TestSettings writeTimeout(Duration timeout) {
        this.writeTimeout = timeout;
        return this;
    }

    public TestSettings idleTimeout(Duration timeout) {
        this.idleTimeout = timeout;
        return this;
    }

    public TestSettings connectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return this;
    }

    public TestSettings replyTimeout(Duration timeout) {
        this.replyTimeout = timeout;
        return this;
    }

    public TestSettings inherited(InheritedSocket socket) {
        this.inherited = socket;
        return this;
    }

    public TestSettings judgesMessages() {
        this.judgesMessages = true;
        return this;
    }

    public TestSettings maxFileDescriptors(int max) {
        this.maxFileDescriptors = max;
        return this;
    }

    public TestSettings errorReplies() {
        this.errorReplies = true;
        return this;
    }

    public TestSettings trace() {
        this.trace = true;
        return this;
    }

    public TestSettings pool(PoolSettings pool) {
        this.pool = pool;
        return this;
    }

    /** What is bound. */
    public BindSettings bind() {
        return new BindSettings("test", new UnixAddress(this.path), this.file, this.backlog);
    }

    public InboundSettings inbound() {
        return new InboundSettings(
                this.inherited == null ? bind() : new ActivationSettings(this.inherited, true, this.backlog),
                verification(Direction.INBOUND),
                this.codec,
                this.maxMessageSize,
                this.maxConnections,
                this.maxConnectionsPerUid,
                this.readTimeout,
                this.writeTimeout,
                this.replyTimeout,
                this.idleTimeout,
                this.judgesMessages,
                this.maxFileDescriptors,
                this.errorReplies,
                this.trace);
    }

    public OutboundSettings outbound() {
        return new OutboundSettings(
                new UnixAddress(this.path),
                verification(Direction.OUTBOUND),
                this.codec,
                this.maxMessageSize,
                this.connectTimeout,
                this.replyTimeout,
                this.maxFileDescriptors,
                this.pool,
                this.trace);
    }

    private PeerVerification verification(Direction direction) {
        return new PeerVerification(
                new Endpoint("test", direction, this.path),
                new PeerPolicy(this.uids, this.gids, UserNamespace.current()),
                this.process,
                this.verifiers);
    }
}
