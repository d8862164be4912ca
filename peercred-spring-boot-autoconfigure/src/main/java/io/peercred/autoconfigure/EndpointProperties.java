package io.peercred.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.peercred.credentials.Expectations;

/**
 * The keys that may stand under {@code peercred}, for every endpoint, and under a single one. Null where not set; a list
 * that is set but empty stays empty.
 */
public abstract class EndpointProperties {

    /** Users who may be at the other end: UIDs from 0 to 4294967294, or 'self' for the process's own. */
    private @Nullable List<String> expectedUid;

    /** Users who may be at the other end, by name; resolved at start-up by the system's name service. */
    private @Nullable List<String> expectedUser;

    /** Groups of which the peer must be a member (primary or supplementary), by GID. */
    private @Nullable List<String> expectedGid;

    /** Groups of which the peer must be a member, by name; resolved at start-up by the system's name service. */
    private @Nullable List<String> expectedGroup;

    /** Programs, by absolute path, of which the peer's process must run one, besides the policy; a script's is its interpreter. Takes Linux 6.5. */
    private @Nullable List<String> expectedExecutable;

    /** Units of the system's systemd to one of which the peer's process must belong, besides the policy. Takes Linux 6.5. */
    private @Nullable List<String> expectedUnit;

    /** Name of the PeerCredentialVerifier bean that is the policy, alone or besides what is expected. */
    private @Nullable String verifier;

    /** How payloads are framed (by default length-header): length-header, crlf, lf, nul, raw, or the name of a FrameCodec bean. */
    private @Nullable String codec;

    /** What payloads are (by default text/plain): text/plain, application/octet-stream or application/json. */
    private @Nullable String contentType;

    /** Largest payload, either way (by default 16MB); a larger one is an error and ends the connection. */
    private @Nullable DataSize maxMessageSize;

    /** Whether a trace spans both sides: its headers go ahead of requests, and are taken there. Takes the codec length-header, and the same setting of the other side. */
    private @Nullable Boolean tracePropagation;

    /** Whether any of the {@code expected-*} that can be a policy is set. */
    boolean expectsSomebody() {
        return expectations().hasUsers() || expectations().hasGroups();
    }

    Expectations expectations() {
        return new Expectations(
                this.expectedUid,
                this.expectedUser,
                this.expectedGid,
                this.expectedGroup,
                this.expectedExecutable,
                this.expectedUnit);
    }

    public @Nullable List<String> getExpectedUid() {
        return this.expectedUid;
    }

    public void setExpectedUid(@Nullable List<String> expectedUid) {
        this.expectedUid = expectedUid;
    }

    public @Nullable List<String> getExpectedUser() {
        return this.expectedUser;
    }

    public void setExpectedUser(@Nullable List<String> expectedUser) {
        this.expectedUser = expectedUser;
    }

    public @Nullable List<String> getExpectedGid() {
        return this.expectedGid;
    }

    public void setExpectedGid(@Nullable List<String> expectedGid) {
        this.expectedGid = expectedGid;
    }

    public @Nullable List<String> getExpectedGroup() {
        return this.expectedGroup;
    }

    public void setExpectedGroup(@Nullable List<String> expectedGroup) {
        this.expectedGroup = expectedGroup;
    }

    public @Nullable List<String> getExpectedExecutable() {
        return this.expectedExecutable;
    }

    public void setExpectedExecutable(@Nullable List<String> expectedExecutable) {
        this.expectedExecutable = expectedExecutable;
    }

    public @Nullable List<String> getExpectedUnit() {
        return this.expectedUnit;
    }

    public void setExpectedUnit(@Nullable List<String> expectedUnit) {
        this.expectedUnit = expectedUnit;
    }

    public @Nullable String getVerifier() {
        return this.verifier;
    }

    public void setVerifier(@Nullable String verifier) {
        this.verifier = verifier;
    }

    public @Nullable String getCodec() {
        return this.codec;
    }

    public void setCodec(@Nullable String codec) {
        this.codec = codec;
    }

    public @Nullable String getContentType() {
        return this.contentType;
    }

    public void setContentType(@Nullable String contentType) {
        this.contentType = contentType;
    }

    public @Nullable DataSize getMaxMessageSize() {
        return this.maxMessageSize;
    }

    public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    public @Nullable Boolean getTracePropagation() {
        return this.tracePropagation;
    }

    public void setTracePropagation(@Nullable Boolean tracePropagation) {
        this.tracePropagation = tracePropagation;
    }
}
