package io.peercred.reliability.lifecycle;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.connection.SocketBindException;
import io.peercred.integration.PeercredInboundGateway;

/** A server under test: the gateway of an application that runs, or a whole application, started with it. */
final class Server {

    private final String name;
    private final Place place;
    private final @Nullable ConfigurableApplicationContext shared;
    private @Nullable ConfigurableApplicationContext own;
    private boolean running;

    Server(String name, Place place, @Nullable ConfigurableApplicationContext shared) {
        this.name = name;
        this.place = place;
        this.shared = shared;
    }

    /** Whether it is an application of its own. */
    boolean isWhole() {
        return this.shared == null;
    }

    boolean isRunning() {
        return this.running;
    }

    /** Starts it. Null if it has, else why not. */
    @Nullable
    Throwable start() {
        try {
            if (this.shared == null) {
                this.own = EchoApplication.run(this.place.path(), this.name);
            }
            gateway().start();
            this.running = true;
            return null;
        } catch (RuntimeException | LinkageError ex) {
            closeOwn();
            return ex;
        }
    }

    void stop() {
        this.running = false;
        gateway().stop();
        int left = gateway().openConnections();
        closeOwn();
        Violation.unless(left == 0, left + " connections left of " + this);
    }

    private void closeOwn() {
        if (this.own != null) {
            this.own.close();
            this.own = null;
        }
    }

    private PeercredInboundGateway gateway() {
        ConfigurableApplicationContext context = this.shared == null ? this.own : this.shared;
        if (context == null) {
            throw new IllegalStateException(this + " is not running");
        }
        return context.getBean("peercred.inbound." + this.name + ".gateway", PeercredInboundGateway.class);
    }

    boolean closeConnection(String id) {
        return gateway().closeConnection(id);
    }

    int openConnections() {
        return this.running ? gateway().openConnections() : 0;
    }

    /** Why it could not listen; null if that is not what the failure says. */
    static SocketBindException.@Nullable Reason reason(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            if (cause instanceof SocketBindException bind) {
                return bind.reason();
            }
        }
        return null;
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && causes.size() < 20; each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }

    @Override
    public String toString() {
        return this.name;
    }
}
