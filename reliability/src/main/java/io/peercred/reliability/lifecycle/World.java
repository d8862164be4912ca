package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException.Reason;

/** One path, its servers, and who connects; each step is made and compared with what the model says must come of it. */
final class World {

    private final Place place;
    private final List<Server> servers;
    private final ModelledClient client;
    private final @Nullable OtherUser other;
    private final FileTable files;
    private final Connections connections = new Connections();
    private boolean knocked;

    World(Place place, List<Server> servers, ModelledClient client, @Nullable OtherUser other) throws IOException {
        this.place = place;
        this.servers = servers;
        this.client = client;
        this.other = other;
        this.files = new FileTable();
    }

    /** Makes a step. False if it was not possible now. */
    boolean make(Move move) throws IOException {
        if (move.step().takesOther() && this.other == null) {
            return false;
        }
        boolean made = this.files.isFull() ? makeWithoutDescriptors(move) : makeFreely(move);
        if (made) {
            this.place.check(!this.files.isFull());
        }
        return made;
    }

    private boolean makeWithoutDescriptors(Move move) throws IOException {
        return switch (move.step()) {
            case START, STOP, RESTART, UNLINK, MOVE_AWAY, MOVE_BACK, RELIEVE, CALL -> makeFreely(move);
            case SEND_SMALL, SEND_LARGE, SEND_GARBAGE, SEND_HALF_A_FRAME, SEND_THE_OTHER_HALF, ASK -> makeFreely(move);
            case CUT_BY_CLIENT, CUT_BY_SERVER -> makeFreely(move);
            case CONNECT_AS_OTHER -> knock();
            default -> false;
        };
    }

    private boolean makeFreely(Move move) throws IOException {
        Server server = this.servers.get(move.choice() % this.servers.size());
        return switch (move.step()) {
            case START -> !server.isRunning() && mayStart(server) && start(server);
            case STOP -> server.isRunning() && stop(server);
            case RESTART -> server.isRunning() && mayStart(server) && stop(server) && start(server);
            case CONNECT -> this.connections.connect(this.place, move.choice());
            case CONNECT_AS_OTHER -> connectAsOther(move.choice() % 2 == 0 ? "connect " : "ask ");
            case CALL -> this.client.call(this.place.here(), this.files.isFull(), move.choice());
            case UNLINK -> this.place.here() != null && done(this.place::remove);
            case MOVE_AWAY -> this.place.here() != null && done(this.place::moveAway);
            case MOVE_BACK -> this.place.here() == null && done(this.place::moveBack);
            case PUT_FILE -> put(Kind.FILE);
            case PUT_DIRECTORY -> put(Kind.DIRECTORY);
            case PUT_DANGLING_LINK -> put(Kind.DANGLING_LINK);
            case PUT_LINK_TO_SOCKET -> put(Kind.LINK_TO_SOCKET);
            case PUT_DEAD -> put(Kind.DEAD);
            case PUT_DEAD_OF_OTHER -> put(Kind.DEAD_OF_OTHER);
            case PUT_LIVE -> put(Kind.LIVE);
            case PUT_LIVE_OF_OTHER -> put(Kind.LIVE_OF_OTHER);
            case BLOCK_LOCK -> !this.place.lockBlocked() && done(() -> this.place.blockLock(true));
            case FREE_LOCK -> this.place.lockBlocked() && done(() -> this.place.blockLock(false));
            case LOOSEN_DIRECTORY -> !this.place.loose() && done(() -> this.place.loosen(true));
            case TIGHTEN_DIRECTORY -> this.place.loose() && done(() -> this.place.loosen(false));
            case EXHAUST_DESCRIPTORS -> this.connections.areKnown() && done(this.files::exhaust);
            case RELIEVE -> this.files.isFull() && done(this::relieve);
            default -> this.connections.make(move);
        };
    }

    private interface Action {
        void run() throws IOException;
    }

    private static boolean done(Action action) throws IOException {
        action.run();
        return true;
    }

    private boolean put(Kind kind) throws IOException {
        return this.place.canPut(kind) && done(() -> this.place.put(kind));
    }

    /** What Boot itself does without descriptors is not asked. */
    private boolean mayStart(Server server) {
        return !this.files.isFull() || !server.isWhole();
    }

    private boolean start(Server server) throws IOException {
        Throwable failure = server.start();
        if (this.files.isFull() && failure != null) { // What was closed since may suffice, or not.
            this.place.mayHaveLostDeadSocket();
            return true;
        }
        Reason expected = obstacle();
        if (expected == null && failure == null) {
            this.place.served(server);
            return true;
        }
        Reason found = failure == null ? null : Server.reason(failure);
        if (expected == null || found != expected) {
            throw new Violation(
                    server + (failure == null ? " has started" : " has failed") + ", expected was " + expected,
                    failure);
        }
        return true;
    }

    private @Nullable Reason obstacle() {
        if (this.place.loose()) {
            return Reason.DIRECTORY_UNSAFE;
        }
        if (this.place.lockBlocked()) {
            return Reason.LOCKED;
        }
        Place.Entry here = this.place.here();
        return here == null ? null : here.kind().obstacle();
    }

    private boolean stop(Server server) throws IOException {
        server.stop();
        // Whether it could still lock is not known without descriptors.
        this.place.ended(server, this.files.isFull() ? null : Boolean.valueOf(!this.place.lockBlocked()));
        this.connections.expectEndOf(server);
        return true;
    }

    private boolean connectAsOther(String how) throws IOException {
        Place.Entry here = this.place.here();
        if (here != null && (here.kind().isSilent() || here.kind() == Kind.LIVE_OF_OTHER)) {
            return false;
        }
        String answer = tell(how + this.place.path());
        boolean refused = here == null || here.server() == null ? !answer.startsWith("end") : answer.equals("end 0");
        Violation.unless(refused, "another user who connects gets: " + answer);
        return true;
    }

    /** Connects where nobody can accept; what comes of it is asked later. */
    private boolean knock() throws IOException {
        Place.Entry here = this.place.here();
        if (this.knocked || here == null || here.server() == null) {
            return false;
        }
        this.knocked = tell("knock " + this.place.path()).equals("ok");
        return true;
    }

    private String tell(String command) throws IOException {
        return Objects.requireNonNull(this.other).tell(command);
    }

    private void relieve() throws IOException {
        this.files.relieve();
        if (this.knocked) {
            this.knocked = false;
            String answer = tell("answer");
            Violation.unless(answer.equals("end 0"), "another user who had waited gets: " + answer);
        }
    }

    /** Ends everything, whatever went before, and has it checked that nothing of it is left. */
    void end() throws IOException {
        relieve();
        this.place.blockLock(false);
        this.connections.close();
        Waiting.until(
                "the servers see their connections end",
                () -> this.servers.stream().mapToInt(Server::openConnections).sum() == this.client.openConnections());
        for (Server server : this.servers) {
            if (server.isRunning()) {
                stop(server);
            }
        }
        this.place.check(true);
        this.client.expectNothingKept();
        Violation.unless(EchoApplication.STRANGERS.sum() == 0, "a request of another user was served");
    }

    /** Gives everything back after a failure. */
    void abandon() throws IOException {
        this.files.relieve();
        this.connections.close();
        for (Server server : this.servers) {
            if (server.isRunning()) {
                server.stop();
                this.place.ended(server, null);
            }
        }
    }
}
