package io.peercred.observation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.micrometer.observation.Observation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.platform.NativeSupport;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Observed;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** What is observed of exchanges that end as they should. */
@Timeout(60)
class ExchangeObservationTests {

    private static final String PID = Long.toString(ProcessHandle.current().pid());
    private static final String UID = Long.toString(NativeSupport.effectiveUid());

    @TempDir
    Path directory;

    private Path socket;
    private final Observed observed = new Observed();

    @BeforeEach
    void path() {
        this.socket = this.directory.resolve("clock.sock");
    }

    private ApplicationContextRunner application() {
        return this.observed.in(Applications.clock(this.socket));
    }

    private static VerifiedSocketTemplate template(ApplicationContext context) {
        return context.getBean(VerifiedSocketTemplate.class);
    }

    @Test
    void aCallIsObservedOnBothSidesWithWhoWasThereInTracesAlone() {
        application().withBean(Echo.class).run(context -> {
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            Observation.Context call = this.observed.only("peercred.client.requests");
            assertThat(call.getContextualName()).isEqualTo("peercred send clock");
            assertThat(Observed.tags(call))
                    .isEqualTo(Map.of(
                            "endpoint", "clock", "operation", "exchange", "outcome", "success", "exception", "none"));
            assertThat(Observed.traceTags(call)).isEqualTo(Map.of("peer.uid", UID, "peer.pid", PID));
            Observation.Context handling = this.observed.only("peercred.server.requests");
            assertThat(handling.getContextualName()).isEqualTo("peercred receive clock");
            assertThat(Observed.tags(handling))
                    .isEqualTo(Map.of("endpoint", "clock", "outcome", "success", "exception", "none"));
            assertThat(Observed.traceTags(handling)).isEqualTo(Map.of("peer.uid", UID, "peer.pid", PID));
            assertThat(this.observed.registry.getCurrentObservation()).isNull();
        });
    }

    @Test
    void sizesAreThoseOfThePayloads() {
        application().withBean(Ten.class).run(context -> {
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            PeercredClientObservationContext call =
                    (PeercredClientObservationContext) this.observed.only("peercred.client.requests");
            assertThat(call.requestSize()).isEqualTo(4);
            assertThat(call.replySize()).isEqualTo(10);
            PeercredServerObservationContext handling =
                    (PeercredServerObservationContext) this.observed.only("peercred.server.requests");
            assertThat(handling.requestSize()).isEqualTo(4);
            assertThat(handling.replySize()).isEqualTo(10);
        });
    }

    @Test
    void theOutboundGatewaysCallsAreObservedToo() {
        application().withBean(Echo.class).run(context -> {
            MessageChannel channel = context.getBean("peercred.outbound.clock", MessageChannel.class);
            new MessagingTemplate().sendAndReceive(channel, new GenericMessage<>("utc?"));
            assertThat(Observed.tags(this.observed.only("peercred.client.requests")))
                    .containsEntry("operation", "exchange");
        });
    }

    @Test
    void messagesWithoutReplyAndConversationsAreToldApart() {
        application()
                .withBean(Silent.class)
                .withPropertyValues("peercred.inbound.clock.expect-reply=false")
                .run(context -> {
                    template(context).convertAndSend("clock", "tick");
                    template(context).execute("clock", connection -> "done");
                    assertThat(this.observed.all("peercred.client.requests"))
                            .extracting(call -> Observed.tags(call).get("operation"))
                            .containsExactly("send", "execute");
                    assertThat(Observed.traceTags(this.observed
                                    .all("peercred.client.requests")
                                    .get(1)))
                            .containsEntry("peer.pid", PID);
                });
    }

    @Test
    void destinationsThatArePathsAreOneEndpointInMetrics() {
        application().withBean(Echo.class).run(context -> {
            template(context).convertSendAndReceive(this.socket.toString(), "utc?", String.class);
            Observation.Context call = this.observed.only("peercred.client.requests");
            assertThat(Observed.tags(call)).containsEntry("endpoint", "(path)");
            assertThat(call.getContextualName()).isEqualTo("peercred send " + this.socket);
        });
    }

    @Test
    void aForeignClientIsTheOneWhoseNumbersTheServersTraceShows() throws IOException {
        Path open = Directories.open(this.directory).resolve("clock.sock");
        this.observed
                .in(Applications.runner())
                .withBean(Echo.class)
                .withPropertyValues("peercred.expected-uid=1001", "peercred.inbound.clock.path=" + open)
                .run(context -> {
                    try (Peer client = Peer.pythonAs(
                            1001,
                            "s = connect(argv[0]); send_frame(s, b'utc?'); say(read_frame(s).decode()); hear()",
                            open)) {
                        assertThat(client.line()).isEqualTo("utc?");
                        assertThat(Observed.traceTags(this.observed.only("peercred.server.requests")))
                                .isEqualTo(Map.of("peer.uid", "1001", "peer.pid", Long.toString(client.pid())));
                    }
                });
    }

    @Test
    void whatAHandlerObservesBelongsToItsRequest() {
        application().withBean(Nested.class, () -> new Nested(this.observed)).run(context -> {
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            assertThat(this.observed.only("nested").getParentObservation())
                    .isNotNull()
                    .extracting(parent -> parent.getContextView().getName())
                    .isEqualTo("peercred.server.requests");
        });
    }

    @Test
    void aCallWithinAnObservationBelongsToIt() {
        application().withBean(Echo.class).run(context -> {
            Observation.createNotStarted("outer", this.observed.registry)
                    .observe(() -> template(context).convertSendAndReceive("clock", "utc?", String.class));
            assertThat(this.observed.only("peercred.client.requests").getParentObservation())
                    .isNotNull()
                    .extracting(parent -> parent.getContextView().getName())
                    .isEqualTo("outer");
        });
    }

    static class Ten {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            return "0123456789";
        }
    }

    static class Silent {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        void handle(String message) {}
    }

    static class Nested {

        private final Observed observed;

        Nested(Observed observed) {
            this.observed = observed;
        }

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            return Observation.createNotStarted("nested", this.observed.registry)
                    .observe(() -> "answer");
        }
    }
}
