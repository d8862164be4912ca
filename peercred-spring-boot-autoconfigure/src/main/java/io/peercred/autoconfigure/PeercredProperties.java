package io.peercred.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** All of {@code peercred.*}: the defaults of every endpoint, and the endpoints by NAME. An unknown key is an error. */
@ConfigurationProperties(prefix = PeercredProperties.PREFIX, ignoreUnknownFields = false)
public class PeercredProperties extends EndpointProperties {

    static final String PREFIX = "peercred";

    /** Gateways that serve, by NAME: lower-case letters and digits, a letter first. */
    private final Map<String, Inbound> inbound = new LinkedHashMap<>();

    /** Gateways that call, by NAME: lower-case letters and digits, a letter first. */
    private final Map<String, Outbound> outbound = new LinkedHashMap<>();

    /** Peers as authentications of Spring Security. */
    @NestedConfigurationProperty
    private final Security security = new Security();

    /** Audit events of Spring Boot's Actuator. */
    @NestedConfigurationProperty
    private final Audit audit = new Audit();

    public Audit getAudit() {
        return this.audit;
    }

    public Security getSecurity() {
        return this.security;
    }

    public Map<String, Inbound> getInbound() {
        return this.inbound;
    }

    public Map<String, Outbound> getOutbound() {
        return this.outbound;
    }

    /** What to do with a directory that others may write. */
    public enum DirectoryCheck {
        /** Stop the start. */
        REFUSE,
        /** Log a warning. */
        WARN
    }

    /** Who makes the listening socket of an endpoint, if not the endpoint. */
    public enum Activation {
        /** Who passes it by {@code LISTEN_FDS} (sd_listen_fds(3)). */
        SYSTEMD,
        /** Who passes it as standard input. */
        INHERITED
    }

    /** Which credentials are judged. */
    public enum Credentials {
        /** Of who connected, once (SO_PEERCRED). */
        CONNECTION,
        /** Of who wrote it, for each message (SCM_CREDENTIALS). */
        MESSAGE
    }

    /** An endpoint that serves. */
    public static class Inbound extends EndpointProperties {

        /** Whether there is such an endpoint; one that is off binds nothing and needs nothing. */
        private boolean enabled = true;

        /** Where it listens: an absolute file path, or '@name' (quoted) for the abstract namespace. */
        private @Nullable String path;

        /** Who passes the listening socket: systemd (LISTEN_FDS), or inherited (standard input). By default the endpoint binds it itself; with it, the path is the passed socket's own. */
        private @Nullable Activation activation;

        /** Whether an activated endpoint calls listen(2) again, so that clients see this process and not its activator. */
        private boolean listenAgain = true;

        /** Mode of the socket file: four octal digits in quotes, or like rw-rw----. By default 0600 if only the own user or root is expected, else 0666. */
        private @Nullable String fileMode;

        /** Owner of the socket file, by name or UID; by default the process's user. */
        private @Nullable String fileOwner;

        /** Group of the socket file, by name or GID; by default the process's group. */
        private @Nullable String fileGroup;

        /** What to do where others may write the socket's directory and it is not sticky. */
        private DirectoryCheck directoryCheck = DirectoryCheck.REFUSE;

        /** Channel that requests go to; created if the application has none. By default peercred.inbound.NAME. */
        private @Nullable String requestChannel;

        /** Whether the flow answers requests. */
        private boolean expectReply = true;

        /** Whether a request that cannot be answered gets an error frame instead of the end of its connection. Takes the codec length-header. */
        private boolean errorReplies;

        /** Connections that the kernel keeps until they are accepted. */
        private int backlog = 128;

        /** Connections in all; further ones are closed at once. */
        private int maxConnections = 256;

        /** Connections of one user; further ones are closed at once. */
        private int maxConnectionsPerUid = 64;

        /** Within which a started frame must be complete. */
        private Duration readTimeout = Duration.ofSeconds(10);

        /** Within which the peer must take a reply. */
        private Duration writeTimeout = Duration.ofSeconds(10);

        /** After which a quiet connection is closed; by default never. */
        private @Nullable Duration idleTimeout;

        /** Within which the application must answer; after it the connection is ended, or its peer told. */
        private Duration replyTimeout = Duration.ofSeconds(10);

        /** Whether a connection ends when the process that connected exits, even if another holds it on. Takes Linux 6.5. */
        private boolean closeWhenPeerExits;

        /** Whether the endpoint starts with the application. */
        private boolean autoStartup = true;

        /** Whose credentials are judged and shown: of who connected, or of who wrote each message. */
        private Credentials credentials = Credentials.CONNECTION;

        /** File descriptors that a request may bring along; 0 to take none. */
        private int maxFileDescriptors;

        public Credentials getCredentials() {
            return this.credentials;
        }

        public void setCredentials(Credentials credentials) {
            this.credentials = credentials;
        }

        public int getMaxFileDescriptors() {
            return this.maxFileDescriptors;
        }

        public void setMaxFileDescriptors(int maxFileDescriptors) {
            this.maxFileDescriptors = maxFileDescriptors;
        }

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable String getPath() {
            return this.path;
        }

        public void setPath(@Nullable String path) {
            this.path = path;
        }

        public @Nullable Activation getActivation() {
            return this.activation;
        }

        public void setActivation(@Nullable Activation activation) {
            this.activation = activation;
        }

        public boolean isListenAgain() {
            return this.listenAgain;
        }

        public void setListenAgain(boolean listenAgain) {
            this.listenAgain = listenAgain;
        }

        public @Nullable String getFileMode() {
            return this.fileMode;
        }

        public void setFileMode(@Nullable String fileMode) {
            this.fileMode = fileMode;
        }

        public @Nullable String getFileOwner() {
            return this.fileOwner;
        }

        public void setFileOwner(@Nullable String fileOwner) {
            this.fileOwner = fileOwner;
        }

        public @Nullable String getFileGroup() {
            return this.fileGroup;
        }

        public void setFileGroup(@Nullable String fileGroup) {
            this.fileGroup = fileGroup;
        }

        public DirectoryCheck getDirectoryCheck() {
            return this.directoryCheck;
        }

        public void setDirectoryCheck(DirectoryCheck directoryCheck) {
            this.directoryCheck = directoryCheck;
        }

        public @Nullable String getRequestChannel() {
            return this.requestChannel;
        }

        public void setRequestChannel(@Nullable String requestChannel) {
            this.requestChannel = requestChannel;
        }

        public boolean isExpectReply() {
            return this.expectReply;
        }

        public void setExpectReply(boolean expectReply) {
            this.expectReply = expectReply;
        }

        public boolean isErrorReplies() {
            return this.errorReplies;
        }

        public void setErrorReplies(boolean errorReplies) {
            this.errorReplies = errorReplies;
        }

        public int getBacklog() {
            return this.backlog;
        }

        public void setBacklog(int backlog) {
            this.backlog = backlog;
        }

        public int getMaxConnections() {
            return this.maxConnections;
        }

        public void setMaxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
        }

        public int getMaxConnectionsPerUid() {
            return this.maxConnectionsPerUid;
        }

        public void setMaxConnectionsPerUid(int maxConnectionsPerUid) {
            this.maxConnectionsPerUid = maxConnectionsPerUid;
        }

        public Duration getReadTimeout() {
            return this.readTimeout;
        }

        public void setReadTimeout(Duration readTimeout) {
            this.readTimeout = readTimeout;
        }

        public Duration getWriteTimeout() {
            return this.writeTimeout;
        }

        public void setWriteTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
        }

        public @Nullable Duration getIdleTimeout() {
            return this.idleTimeout;
        }

        public void setIdleTimeout(@Nullable Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
        }

        public Duration getReplyTimeout() {
            return this.replyTimeout;
        }

        public void setReplyTimeout(Duration replyTimeout) {
            this.replyTimeout = replyTimeout;
        }

        public boolean isCloseWhenPeerExits() {
            return this.closeWhenPeerExits;
        }

        public void setCloseWhenPeerExits(boolean closeWhenPeerExits) {
            this.closeWhenPeerExits = closeWhenPeerExits;
        }

        public boolean isAutoStartup() {
            return this.autoStartup;
        }

        public void setAutoStartup(boolean autoStartup) {
            this.autoStartup = autoStartup;
        }
    }

    /** An endpoint that calls. */
    public static class Outbound extends EndpointProperties {

        /** Whether there is such an endpoint; one that is off needs nothing. */
        private boolean enabled = true;

        /** Where to connect: an absolute file path, or '@name' (quoted) for the abstract namespace. */
        private @Nullable String path;

        /** For connecting and judging the peer. */
        private Duration connectTimeout = Duration.ofSeconds(5);

        /** For the whole exchange: wait for the pool, connect, judge, send, last byte of the reply. */
        private Duration replyTimeout = Duration.ofSeconds(10);

        /** Input channel of the outbound gateway; created if the application has none. By default peercred.outbound.NAME. */
        private @Nullable String requestChannel;

        /** File descriptors that a reply may bring along; 0 to take none. */
        private int maxFileDescriptors;

        public int getMaxFileDescriptors() {
            return this.maxFileDescriptors;
        }

        public void setMaxFileDescriptors(int maxFileDescriptors) {
            this.maxFileDescriptors = maxFileDescriptors;
        }

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable String getPath() {
            return this.path;
        }

        public void setPath(@Nullable String path) {
            this.path = path;
        }

        public Duration getConnectTimeout() {
            return this.connectTimeout;
        }

        public void setConnectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
        }

        public Duration getReplyTimeout() {
            return this.replyTimeout;
        }

        public void setReplyTimeout(Duration replyTimeout) {
            this.replyTimeout = replyTimeout;
        }

        public @Nullable String getRequestChannel() {
            return this.requestChannel;
        }

        public void setRequestChannel(@Nullable String requestChannel) {
            this.requestChannel = requestChannel;
        }

        /** Connections kept. */
        @NestedConfigurationProperty
        private final Pool pool = new Pool();

        public Pool getPool() {
            return this.pool;
        }
    }

    /** Connections that are kept; each was judged when it was opened. */
    public static class Pool {

        /** Connections in use or idle; further exchanges wait. */
        private int maxActive = 16;

        /** Connections kept idle. */
        private int maxIdle = 16;

        /** How long an exchange waits for a connection; by default as long as its own deadline allows. */
        private @Nullable Duration maxWait;

        /** After which an idle connection is closed. */
        private Duration maxIdleTime = Duration.ofMinutes(1);

        public int getMaxActive() {
            return this.maxActive;
        }

        public void setMaxActive(int maxActive) {
            this.maxActive = maxActive;
        }

        public int getMaxIdle() {
            return this.maxIdle;
        }

        public void setMaxIdle(int maxIdle) {
            this.maxIdle = maxIdle;
        }

        public @Nullable Duration getMaxWait() {
            return this.maxWait;
        }

        public void setMaxWait(@Nullable Duration maxWait) {
            this.maxWait = maxWait;
        }

        public Duration getMaxIdleTime() {
            return this.maxIdleTime;
        }

        public void setMaxIdleTime(Duration maxIdleTime) {
            this.maxIdleTime = maxIdleTime;
        }
    }

    /** What a peer is to Spring Security. */
    public static class Security {

        /** Whether a request's peer is the authentication while it is handled, where Spring Security is on the class path. */
        private boolean enabled = true;

        /** Who has which authority: by authority, as Spring Security is to see it, any of uid:NUMBER, uid:self, user:NAME, gid:NUMBER, group:NAME. In brackets if it has other characters than letters, digits, '-', '_' and '.'. */
        private @Nullable Map<String, List<String>> authorities;

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable Map<String, List<String>> getAuthorities() {
            return this.authorities;
        }

        public void setAuthorities(@Nullable Map<String, List<String>> authorities) {
            this.authorities = authorities;
        }
    }

    /** Which audit events there are, besides those of rejected peers. */
    public static class Audit {

        /** Whether each accepted connection to an inbound endpoint is an audit event, too. */
        private boolean connections;

        public boolean isConnections() {
            return this.connections;
        }

        public void setConnections(boolean connections) {
            this.connections = connections;
        }
    }
}
