package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The connections of allowed peers that are open, and what is done on them. */
final class Connections {

    private static final int MOST = 6;
    private static final int SMALL = 200;
    private static final int LARGE = 300_000;

    private final List<Conn> open = new ArrayList<>();

    private interface Ending {
        void run() throws IOException;
    }

    /** Opens one, where a server can be reached. Every other asks something at once. */
    boolean connect(Place place, int choice) throws IOException {
        Place.Entry here = place.here();
        if (here == null || here.server() == null || this.open.size() == MOST) {
            return false;
        }
        Conn connection = new Conn(place.path(), here.server(), choice);
        this.open.add(connection);
        if (choice % 2 == 0) {
            exchange(connection, SMALL);
        }
        return true;
    }

    /** Makes a step on one of them. False if that is not possible now. */
    boolean make(Move move) throws IOException {
        if (this.open.isEmpty()) {
            return false;
        }
        Conn connection = this.open.get(move.choice() % this.open.size());
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
                send(connection, move.step(), 1 + move.choice() % SMALL);
            }
        }
        return true;
    }

    private void send(Conn connection, Step step, int size) throws IOException {
        switch (step) {
            case SEND_SMALL -> exchange(connection, size);
            case SEND_LARGE -> exchange(connection, LARGE + size);
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

    private void exchange(Conn connection, int size) throws IOException {
        if (!connection.exchange(size)) {
            end(connection, connection::close);
        }
    }

    private void end(Conn connection, Ending how) throws IOException {
        this.open.remove(connection);
        how.run();
    }

    /** The server has stopped: who had asked has an answer, and then all end. */
    void expectEndOf(Server server) throws IOException {
        for (Conn connection : List.copyOf(this.open)) {
            if (connection.server() == server) {
                end(connection, () -> connection.expectEnd(true));
            }
        }
    }

    /** Whether each has had a reply, so that the server has accepted it. */
    boolean areKnown() {
        return this.open.stream().allMatch(Conn::isKnown);
    }

    void close() throws IOException {
        for (Conn connection : List.copyOf(this.open)) {
            end(connection, connection::close);
        }
    }
}
