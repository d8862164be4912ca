package io.peercred.credentials;

import org.jspecify.annotations.Nullable;

/**
 * A peer that may not be at the other end: nothing was read from it and nothing sent to it. Where each message is judged,
 * also the writer of one: nothing of that message was decoded or answered, though others before it may have been.
 *
 * <p>The message names the endpoint with its path, the reason, and the peer by user name, number and pid. The name is
 * looked up when the message is asked for.
 */
public class PeerRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a peer was rejected; stable, for programs. */
    public enum Reason {
        /** The kernel gave no answer. */
        UNKNOWN_PEER("the kernel does not say who the peer is"),
        /** The answer was "not set": 4294967295. */
        ID_NOT_SET("the peer's uid or gid is not set"),
        /** The uid stands for one that our user namespace does not map. */
        UNMAPPED_UID("the peer's uid is not mapped into this process's user namespace"),
        /** The kernel did not say who wrote a message, as of one that was sent before it was asked to. */
        UNKNOWN_WRITER("the kernel does not say who wrote the message"),
        /** Two processes, or one under two users, wrote one frame. */
        SEVERAL_WRITERS("the bytes of one frame come from two writers"),
        /** Gids are judged, and the primary one stands for one that our user namespace does not map. */
        UNMAPPED_GID("the peer's gid is not mapped into this process's user namespace"),
        /** Not one of the expected users. */
        UID_NOT_EXPECTED("the peer's user is not expected"),
        /** In none of the expected groups. */
        GID_NOT_EXPECTED("the peer is in no expected group"),
        /** The process matters, and is in no pid namespace that we see, or the kernel does not tell it. */
        PROCESS_UNKNOWN("the peer's process is not known"),
        /** The process matters, and had exited, or was exiting, when it was judged. */
        PROCESS_EXITED("the peer's process has exited"),
        /** Which program the process runs cannot be read, as that of another user without CAP_SYS_PTRACE. */
        EXECUTABLE_NOT_READABLE("the peer's executable cannot be read"),
        /** It runs none of the expected files. */
        EXECUTABLE_NOT_EXPECTED("the peer's executable is not expected"),
        /** Which unit the process belongs to cannot be read. */
        UNIT_NOT_READABLE("the peer's unit cannot be read"),
        /** It belongs to none of the expected units. */
        UNIT_NOT_EXPECTED("the peer's unit is not expected"),
        /** A {@link PeerCredentialVerifier} said no. */
        VERIFIER_REJECTED("a verifier rejected the peer"),
        /** A {@link PeerCredentialVerifier} failed, so it did not say yes. */
        VERIFIER_FAILED("a verifier failed");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The reason in words. */
        public String sentence() {
            return this.sentence;
        }
    }

    private final Reason reason;
    private final @Nullable PeerCredentials peer;
    private final Endpoint endpoint;
    private final @Nullable String detail;

    /** Rejects the peer for a reason that needs no more words. */
    public PeerRejectedException(Reason reason, @Nullable PeerCredentials peer, Endpoint endpoint) {
        this(reason, peer, endpoint, null, null);
    }

    /**
     * Rejects the peer with a sentence of its own.
     *
     * @param reason for programs; a verifier of the application uses {@link Reason#VERIFIER_REJECTED}
     * @param peer who it is, or null if that is not known
     * @param endpoint where it was met
     * @param detail for people, such as what was expected
     * @param cause what failed
     */
    public PeerRejectedException(
            Reason reason,
            @Nullable PeerCredentials peer,
            Endpoint endpoint,
            @Nullable String detail,
            @Nullable Throwable cause) {
        super(null, cause);
        this.reason = reason;
        this.peer = peer;
        this.endpoint = endpoint;
        this.detail = detail;
    }

    @Override
    public String getMessage() {
        String detail = detail();
        return "Rejected the peer of " + this.endpoint + ": " + this.reason.sentence()
                + (detail == null ? "" : "; " + detail)
                + "; actual " + (this.peer == null ? "unknown" : Names.describe(this.peer));
    }

    /** The same, with more words for people. */
    public PeerRejectedException explained(String words) {
        String detail = detail();
        return new PeerRejectedException(
                this.reason, this.peer, this.endpoint, detail == null ? words : detail + "; " + words, this);
    }

    @Nullable
    String detail() {
        return this.detail;
    }

    /** Why, for programs. */
    public Reason reason() {
        return this.reason;
    }

    /** Who it was, or null if that is not known. */
    public @Nullable PeerCredentials peer() {
        return this.peer;
    }

    /** Where it was met. */
    public Endpoint endpoint() {
        return this.endpoint;
    }
}
