package io.peercred.connection;

import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.peercred.platform.UnixSockets;

/**
 * A listening socket that another process made, and what this one does with it.
 *
 * @param socket the socket
 * @param listenAgain whether to call listen(2) again, so that clients see this process instead of the one that did
 * @param backlog for that call
 */
public record ActivationSettings(InheritedSocket socket, boolean listenAgain, int backlog) implements ListenerSource {

    private static final Log logger = LogFactory.getLog(ActivationSettings.class);

    @Override
    public String path() {
        return this.socket.path();
    }

    Listener listen(String endpoint, boolean passCredentials) throws IOException {
        int fd = this.socket.fd();
        if (passCredentials && !UnixSockets.passesCredentials(fd)) {
            logger.warn("Of what was written to inbound endpoint '" + endpoint
                    + "' before now, nobody knows the writer, so that it will be refused; write PassCredentials=yes into"
                    + " the [Socket] section of its unit");
            UnixSockets.passCredentials(fd);
        }
        SharedListener listener = SharedListener.of(this.socket);
        boolean listening = false;
        try {
            if (this.listenAgain) {
                UnixSockets.listen(fd, this.backlog);
            }
            listening = true;
            return listener;
        } finally {
            if (!listening) {
                listener.abandon();
            }
        }
    }
}
