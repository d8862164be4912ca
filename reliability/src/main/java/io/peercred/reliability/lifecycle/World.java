package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException.Reason;

/** One path, its servers, and who connects; each step is made and compared with what the model says must come of it. */
final class World {

    private static final int MOST_CONNECTIONS = 6;
    private static final int SMALL = 200;
    private static final int LARGE = 300_000;

    private final Place place;
    private final List<Server> servers;
    private final ModelledClient client;
    private final @Nullable OtherUser other;
    private final FileTable files;
    private final List<Conn> connections = new ArrayList<>();
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
            case CONNECT -> this.connections.size() < MOST_CONNECTIONS && connect(move);
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
            case EXHAUST_DESCRIPTORS -> done(this.files::exhaust);
            case RELIEVE -> this.files.isFull() && done(this::relieve);
            default -> !this.connections.isEmpty() && onConnection(move);
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
        for (Conn each : List.copyOf(this.connections)) {
            if (each.server() == server) {
                each.expectEnd(true);
                this.connections.remove(each);
            }
        }
        return true;
    }

    private boolean connect(Move move) throws IOException {
        Place.Entry here = this.place.here();
        if (here == null || here.server() == null) {
            return false;
        }
        Conn connection = new Conn(this.place.path(), here.server(), move.choice());
        this.connections.add(connection);
        if (move.choice() % 2 == 0) {
            connection.exchange(SMALL);
        }
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

    private boolean onConnection(Move move) throws IOException {
        Conn connection = this.connections.get(move.choice() % this.connections.size());
        int size = 1 + move.choice() % SMALL;
        switch (move.step()) {
            case CUT_BY_CLIENT -> end(connection, connection::close);
            case CUT_BY_SERVER -> end(connection, connection::cutByServer);
            case SEND_THE_OTHER_HALF -> {
                if (!connection.hasHalf()) {
                    return false;
                }
                if (!connection.sendRest()) {
                    end(connection, connection::close);
                }
            }
            default -> {
                if (!connection.isFree()) {
                    return false;
                }
                sendOn(connection, move.step(), size);
            }
        }
        return true;
    }

    private void sendOn(Conn connection, Step step, int size) throws IOException {
        switch (step) {
            case SEND_SMALL -> connection.exchange(size);
            case SEND_LARGE -> connection.exchange(LARGE + size);
            case SEND_HALF_A_FRAME -> connection.sendHalf(size);
            case ASK -> connection.ask(size);
            case SEND_GARBAGE ->
                end(connection, () -> {
                    connection.sendGarbage();
                    connection.expectEnd(false);
                });
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void end(Conn connection, Action how) throws IOException {
        this.connections.remove(connection);
        how.run();
    }

    /** Ends everything, whatever went before, and has it checked that nothing of it is left. */
    void end() throws IOException {
        relieve();
        this.place.blockLock(false);
        for (Conn connection : List.copyOf(this.connections)) {
            end(connection, connection::close);
        }
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
        for (Conn connection : this.connections) {
            connection.close();
        }
        for (Server server : this.servers) {
            if (server.isRunning()) {
                server.stop();
            }
        }
    }
}
