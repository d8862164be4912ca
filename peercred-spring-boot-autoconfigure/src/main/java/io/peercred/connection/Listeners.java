package io.peercred.connection;

import java.io.IOException;

import io.peercred.connection.SocketBindException.Reason;

/** Opens the listening socket of an inbound endpoint. */
final class Listeners {

    private Listeners() {}

    static Listener open(InboundSettings settings) throws SocketBindException {
        if (settings.source() instanceof BindSettings own) {
            return SocketBinder.bind(own, settings.judgesMessages());
        }
        ActivationSettings inherited = (ActivationSettings) settings.source();
        try {
            return inherited.listen(settings.endpoint().name(), settings.judgesMessages());
        } catch (IOException ex) {
            throw new SocketBindException(
                    Reason.FAILED, settings.endpoint().name(), inherited.path(), ex.getMessage(), ex);
        }
    }
}
