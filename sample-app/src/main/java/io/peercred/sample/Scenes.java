package io.peercred.sample;

import java.io.PrintStream;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.connection.PeerClosedException;
import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.template.VerifiedSocketOperations;

/** What the demonstration shows. Each scene checks what it tells. */
final class Scenes {

    private final PrintStream out;
    private final VerifiedSocketOperations operations;
    private final DaemonProcess daemon;
    private final long self;
    private final long other;
    private final long pid = ProcessHandle.current().pid();

    Scenes(PrintStream out, VerifiedSocketOperations operations, DaemonProcess daemon, long self, long other) {
        this.out = out;
        this.operations = operations;
        this.daemon = daemon;
        this.self = self;
        this.other = other;
    }

    void play() throws InterruptedException, UnexpectedException {
        anAcceptedExchange();
        anImpostorRefusedByTheDaemon();
        anImpostorRefusedByTheClient();
    }

    private void anAcceptedExchange() throws UnexpectedException {
        say("\n1. The client asks at diagnostics.sock. Each is whom the other expects.");
        Message<?> pong = this.operations.sendAndReceive("diagnostics", new GenericMessage<>("ping"));
        PeerCredentials server = pong.getHeaders().get(PeercredHeaders.REPLY_PEER, PeerCredentials.class);
        say("   client to daemon: ping");
        say("   daemon to client: %s", pong.getPayload());
        requireEqual("pong", pong.getPayload());
        requirePeer(server, this.daemon.pid());
        Info.Caller caller = caller();
        say("   The client knows the daemon as %s.", Names.describe(Objects.requireNonNull(server)));
        say(
                "   The daemon knows the client as %s, %s, pid %s.",
                Names.user(caller.uid()), Names.group(caller.gid()), caller.pid());
        requireEqual(this.self, caller.uid());
        requireEqual(this.pid, caller.pid());
        say("   => accepted by both");
    }

    private Info.Caller caller() {
        String info = this.operations.convertSendAndReceive("diagnostics", "info", String.class);
        return new JsonMapper().readValue(info, Info.class).caller();
    }

    private void anImpostorRefusedByTheDaemon() throws InterruptedException, UnexpectedException {
        say("\n2. The client asks at guarded.sock. There the daemon expects %s,", Names.user(this.other));
        say("   so that the client is an impostor.");
        try {
            this.operations.convertSendAndReceive("guarded", "ping", String.class);
        } catch (MessagingException ex) {
            if (!(ex.getCause() instanceof PeerClosedException)) {
                throw new UnexpectedException("the client got another failure: " + ex);
            }
            say("   The daemon logs:  %s", this.daemon.await("Rejected", "guarded", "pid " + this.pid));
            say("   The client sees:  %s", ex.getMessage());
            say("   => refused by the daemon, which read nothing and gave no reason");
            return;
        }
        throw new UnexpectedException("the daemon answered an impostor");
    }

    private void anImpostorRefusedByTheClient() throws UnexpectedException {
        say("\n3. The client asks at diagnostics.sock once more, but now expects %s to", Names.user(this.other));
        say("   listen there, so that the daemon is an impostor.");
        try {
            this.operations.convertSendAndReceive("wary", "ping", String.class);
        } catch (PeerRejectedException ex) {
            requireEqual(Reason.UID_NOT_EXPECTED, ex.reason());
            requirePeer(ex.peer(), this.daemon.pid());
            say("   The client says:  %s", ex.getMessage());
            say("   => refused by the client, which sent nothing");
            return;
        }
        throw new UnexpectedException("the client took the answer of an impostor");
    }

    private void requirePeer(@Nullable PeerCredentials peer, long expectedPid) throws UnexpectedException {
        if (peer == null) {
            throw new UnexpectedException("nobody said who the peer is");
        }
        requireEqual(this.self, peer.uid());
        requireEqual(expectedPid, peer.pid());
    }

    private static void requireEqual(Object expected, @Nullable Object actual) throws UnexpectedException {
        UnexpectedException.unless(expected.equals(actual), "not " + expected + ", but " + actual);
    }

    private void say(String line, @Nullable Object... arguments) {
        this.out.printf(line + "%n", arguments);
    }
}
