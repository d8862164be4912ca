package io.peercred.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.unit.DataSize;

import io.peercred.connection.EndpointValues;
import io.peercred.connection.FrameCodec;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Expectations;
import io.peercred.credentials.ExpectedPeers;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.template.PayloadConverter;
import io.peercred.template.PayloadConverters;
import io.peercred.template.PayloadType;

/**
 * What endpoints of both directions have. The methods are named like the properties; called again, each replaces what it
 * said before. What is wrong is said when the endpoint is initialized. Not thread-safe.
 *
 * <p>The policy is {@code (expectedUid ∪ expectedUser) AND (expectedGid ∪ expectedGroup)}; either side may stand alone, or
 * a verifier.
 */
public abstract sealed class EndpointSpec<S extends EndpointSpec<S>> permits InboundEndpointSpec, OutboundEndpointSpec {

    private @Nullable List<String> uids;
    private @Nullable List<String> users;
    private @Nullable List<String> gids;
    private @Nullable List<String> groups;
    private @Nullable List<String> executables;
    private @Nullable List<String> units;
    private @Nullable String verifierBean;
    private @Nullable PeerCredentialVerifier verifier;
    private String codecName = EndpointValues.DEFAULT_CODEC;
    private @Nullable FrameCodec codec;
    private String contentType = PayloadType.TEXT.mimeType().toString();
    private @Nullable MessageConverter converter;
    private DataSize maxMessageSize = EndpointValues.DEFAULT_MAX_MESSAGE_SIZE;
    private int maxFileDescriptors;
    private boolean propagatesTrace;

    EndpointSpec() {}

    abstract S self();

    /** Users who may be at the other end: UIDs from 0 to 4294967294. */
    public S expectedUid(long... uids) {
        return expectedUid(LongStream.of(uids).mapToObj(Long::toString).toArray(String[]::new));
    }

    /** Users who may be at the other end: decimal UIDs, or {@code self} for the process's own. */
    public S expectedUid(String... uids) {
        this.uids = list(uids);
        return self();
    }

    /** The same by name, resolved by the system's name service when the endpoint is initialized. */
    public S expectedUser(String... users) {
        this.users = list(users);
        return self();
    }

    /** Groups of which the peer must be a member, primary or supplementary: GIDs from 0 to 4294967294. */
    public S expectedGid(long... gids) {
        this.gids = list(LongStream.of(gids).mapToObj(Long::toString).toArray(String[]::new));
        return self();
    }

    /** The same by name, resolved by the system's name service when the endpoint is initialized. */
    public S expectedGroup(String... groups) {
        this.groups = list(groups);
        return self();
    }

    /** Besides the policy: programs, by absolute path, of which the peer's process must run one. Takes Linux 6.5. */
    public S expectedExecutable(String... paths) {
        this.executables = list(paths);
        return self();
    }

    /** Besides the policy: systemd units to one of which the peer's process must belong. Takes Linux 6.5. */
    public S expectedUnit(String... units) {
        this.units = list(units);
        return self();
    }

    /** The bean that is the policy, alone or besides what is expected; all others must accept, too. */
    public S verifier(String beanName) {
        this.verifierBean = Objects.requireNonNull(beanName, "beanName");
        return self();
    }

    /** A verifier that is the policy, alone or besides what is expected; asked before those of the context. */
    public S verifier(PeerCredentialVerifier verifier) {
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        return self();
    }

    /** {@code length-header} (the default), {@code crlf}, {@code lf}, {@code nul}, {@code raw}, or the name of a bean. */
    public S codec(String name) {
        this.codecName = Objects.requireNonNull(name, "name");
        this.codec = null;
        return self();
    }

    /** A framing of the application's own. */
    public S codec(FrameCodec codec) {
        this.codec = Objects.requireNonNull(codec, "codec");
        return self();
    }

    /**
     * What payloads are: {@code text/plain} (the default), {@code application/octet-stream}, or {@code application/json},
     * which takes Jackson 3.
     */
    public S contentType(String contentType) {
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        return self();
    }

    /** For payloads that are neither {@code String} nor {@code byte[]}; by default JSON where there is Jackson 3. */
    public S messageConverter(MessageConverter converter) {
        this.converter = Objects.requireNonNull(converter, "converter");
        return self();
    }

    /** The largest payload, either way; 16 MB by default. A larger one is an error and ends the connection. */
    public S maxMessageSize(DataSize size) {
        this.maxMessageSize = Objects.requireNonNull(size, "size");
        return self();
    }

    /** Open files that a message may bring along, 0 to 253; none by default. */
    public S maxFileDescriptors(int max) {
        this.maxFileDescriptors = max;
        return self();
    }

    /** A trace spans both sides, if both say so. Takes the codec {@code length-header} and Jackson 3. */
    public S tracePropagation() {
        this.propagatesTrace = true;
        return self();
    }

    PeerVerification verification(Endpoint endpoint, EndpointContext context, boolean mustLive) {
        Expectations expected =
                new Expectations(this.uids, this.users, this.gids, this.groups, this.executables, this.units);
        PeerPolicy policy = ExpectedPeers.policy("", expected);
        List<NamedVerifier> verifiers = new ArrayList<>();
        if (this.verifier != null) {
            verifiers.add(new NamedVerifier("verifier of " + endpoint.name(), this.verifier));
        }
        context.verifiers().forEach((name, bean) -> verifiers.add(new NamedVerifier(name, bean)));
        requirePolicy(endpoint, policy, context);
        return new PeerVerification(endpoint, policy, ExpectedPeers.processPolicy("", expected, mustLive), verifiers);
    }

    private void requirePolicy(Endpoint endpoint, PeerPolicy policy, EndpointContext context) {
        if (this.verifierBean != null && !context.verifiers().containsKey(this.verifierBean)) {
            throw new InvalidSettingException(
                    "verifier",
                    "there is no PeerCredentialVerifier bean named '" + this.verifierBean + "'",
                    "Declare a @Bean PeerCredentialVerifier " + this.verifierBean + "(), or write one of "
                            + context.verifiers().keySet() + ".");
        }
        if (policy.isEmpty() && this.verifierBean == null && this.verifier == null) {
            throw new InvalidSettingException(
                    "expected-uid",
                    "nothing says who may be at the other end of the " + endpoint,
                    "Write who is expected, such as endpoint -> endpoint.expectedUid(\"self\") or"
                            + " endpoint.expectedUser(\"backup\")."
                            + (context.verifiers().isEmpty()
                                    ? ""
                                    : " A PeerCredentialVerifier bean can only tighten a policy; it is the only one where"
                                            + " the endpoint names it: endpoint.verifier(\""
                                            + context.verifiers()
                                                    .keySet()
                                                    .iterator()
                                                    .next() + "\")."));
        }
    }

    FrameCodec codec(EndpointContext context) {
        return this.codec != null ? this.codec : EndpointValues.codec("codec", this.codecName, context.codecs());
    }

    PayloadConverter converter(EndpointContext context) {
        return new PayloadConverter(
                PayloadConverters.type("content-type", this.contentType),
                this.converter != null ? this.converter : PayloadConverters.standard(context.beans()));
    }

    int maxMessageSize() {
        return EndpointValues.maxMessageSize("max-message-size", this.maxMessageSize);
    }

    int maxFileDescriptors() {
        return EndpointValues.maxFileDescriptors("max-file-descriptors", this.maxFileDescriptors);
    }

    boolean propagatesTrace(EndpointContext context) {
        return EndpointValues.tracePropagation("trace-propagation", "", this.propagatesTrace, codec(context));
    }

    private static List<String> list(String... values) {
        return List.copyOf(Arrays.asList(values));
    }
}
