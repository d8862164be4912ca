package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.MessageDeliveryException;

import io.peercred.connection.OutboundClient;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.OutboundEndpoints;
import io.peercred.template.VerifiedSocketTemplate;

/** The product's client, which keeps a connection for a moment, and what its calls must bring. */
final class ModelledClient {

    private final VerifiedSocketTemplate template;
    private final OutboundClient client;
    private final @Nullable OtherUser other;
    /** Whose connections may still be kept. */
    private final Set<Server> kept = new HashSet<>();

    ModelledClient(ApplicationContext context, @Nullable OtherUser other) {
        this.template = context.getBean(VerifiedSocketTemplate.class);
        this.client = Objects.requireNonNull(
                        context.getBean(OutboundEndpoints.class).configured().get("client"))
                .client();
        this.other = other;
    }

    int openConnections() {
        return this.client.connections().size();
    }

    /** Calls, where that does not mean to wait for the reply-timeout. */
    boolean call(Place.@Nullable Entry here, boolean withoutDescriptors, int number) throws IOException {
        if (here != null && here.kind().isSilent()) {
            return false;
        }
        boolean mayBeKept = this.kept.stream().anyMatch(Server::isRunning);
        Server served = here == null ? null : here.server();
        byte[] request = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        try {
            byte[] reply = this.template.convertSendAndReceive("client", request, byte[].class);
            Violation.unless(served != null || mayBeKept, "a reply where nobody of ours serves: " + here);
            int length = reply.length;
            Violation.unless(
                    length > Integer.BYTES
                            && Arrays.equals(request, Arrays.copyOfRange(reply, length - Integer.BYTES, length)),
                    "a reply to another request");
            if (served != null) {
                this.kept.add(served);
            }
        } catch (PeerRejectedException ex) {
            if (here == null || here.kind() != Kind.LIVE_OF_OTHER) {
                throw new Violation("refused " + here, ex);
            }
        } catch (MessageDeliveryException ex) {
            if (served != null && !withoutDescriptors
                    || here != null && here.kind() == Kind.LIVE_OF_OTHER && !withoutDescriptors) {
                throw new Violation("no reply from " + here, ex);
            }
        }
        expectNothingHeard(here);
        return true;
    }

    private void expectNothingHeard(Place.@Nullable Entry here) throws IOException {
        if (this.other != null && here != null && here.kind() == Kind.LIVE_OF_OTHER) {
            String heard = this.other.tell("heard");
            Violation.unless(heard.endsWith(" 0"), "who is not expected was sent something: " + heard);
        }
    }

    /** Of what its pool keeps, all goes by itself. */
    void expectNothingKept() throws IOException {
        Violation.unless(
                this.client.pool().active() == 0 && this.client.pool().waiting() == 0,
                "connections are in use: " + this.client.pool());
        Waiting.until(
                "the pool is empty",
                () -> this.client.pool().idle() == 0
                        && this.client.connections().isEmpty());
        this.kept.clear();
    }
}
