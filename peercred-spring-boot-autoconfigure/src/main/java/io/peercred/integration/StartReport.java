package io.peercred.integration;

import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.context.NamedComponent;
import org.springframework.integration.support.management.SubscribableChannelManagement;
import org.springframework.messaging.MessageChannel;

import io.peercred.connection.InboundServer;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.SocketReach;
import io.peercred.credentials.Endpoint;

/** What an operator is told when an inbound endpoint has begun to listen: what was resolved, and what will not work. */
final class StartReport {

    private static final Log logger = LogFactory.getLog(PeercredInboundGateway.class);

    private final InboundSettings settings;
    private final Endpoint endpoint;

    StartReport(InboundSettings settings) {
        this.settings = settings;
        this.endpoint = settings.endpoint();
    }

    void log(InboundServer server, @Nullable MessageChannel requests) {
        logger.info("Listening at " + this.endpoint + file(server) + "; expects "
                + this.settings.verification().describe());
        warnOfMissingSubscriber(requests);
        warnOfObstacles();
    }

    private static String file(InboundServer server) {
        return server.file() == null
                ? ""
                : String.format(
                        ", mode %04o, owner %d:%d",
                        server.file().permissions(),
                        server.file().uid(),
                        server.file().gid());
    }

    private void warnOfMissingSubscriber(@Nullable MessageChannel channel) {
        if (channel instanceof SubscribableChannelManagement management && management.getSubscriberCount() == 0) {
            String name = channel instanceof NamedComponent named ? named.getComponentName() : channel.toString();
            logger.warn("Nobody subscribes to the request channel '" + name + "' of " + this.endpoint
                    + ", so every request will fail; write a @ServiceActivator(inputChannel = \"" + name + "\")");
        }
    }

    private void warnOfObstacles() {
        if (this.endpoint.path().startsWith("/")) {
            SocketReach.obstacles(
                            this.endpoint.name(),
                            Path.of(this.endpoint.path()),
                            this.settings.verification().policy().uids())
                    .forEach(obstacle -> logger.warn(this.endpoint + ": " + obstacle));
        }
    }
}
