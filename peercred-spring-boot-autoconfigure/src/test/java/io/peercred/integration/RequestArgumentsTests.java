package io.peercred.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;
import io.peercred.template.ErrorReplyException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What one peer sends must not change how the next is served. Spring Integration gives up calling a method directly after
 * the hundredth message that did not fit; then only a public one is found.
 */
class RequestArgumentsTests {

    private static final int MORE_THAN_ENOUGH = 120;

    @TempDir
    Path directory;

    @BeforeEach
    void expectFailures(Warnings warnings) {
        warnings.allow("its request could not be answered");
    }

    private ApplicationContextRunner application() {
        return Applications.clock(this.directory.resolve("clock.sock"))
                .withPropertyValues("peercred.inbound.clock.error-replies=true");
    }

    private static String ask(ApplicationContext context, Object question) {
        return context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", question, String.class);
    }

    @Test
    void requestsThatDoNotFitTheHandlerDoNotTurnItAwayFromOthers() {
        application()
                .withBean(Doubling.class)
                .withPropertyValues("peercred.content-type=application/json")
                .run(context -> {
                    for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
                        assertThatExceptionOfType(ErrorReplyException.class)
                                .isThrownBy(() -> ask(context, "{\"count\":[]}"))
                                .satisfies(ex -> assertThat(ex.getError()).isEqualTo("bad-request"));
                    }
                    assertThat(ask(context, "{\"count\":21}")).isEqualTo("42");
                });
    }

    @Test
    void anEmptyRequestIsARequest() {
        application().withBean(Greeting.class).run(context -> {
            for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
                assertThat(ask(context, "")).isEqualTo("<> of me");
                assertThat(ask(context, " \n")).isEqualTo("< \n> of me");
            }
            assertThat(ask(context, "you")).isEqualTo("<you> of me");
        });
    }

    @Test
    void soItIsOfOctets() {
        application()
                .withBean(Measuring.class)
                .withPropertyValues("peercred.content-type=application/octet-stream")
                .run(context -> {
                    assertThat(ask(context, new byte[0])).isEqualTo("0");
                    assertThat(ask(context, new byte[3])).isEqualTo("3");
                });
    }

    @Test
    void whereTheHandlerSaysThatItMayBeMissingItIs() {
        application().withBean(Lenient.class).run(context -> assertThat(ask(context, ""))
                .isEqualTo("nothing"));
    }

    @Test
    void whatAHandlerCannotConvertItselfIsNoReasonToCallItAgain() {
        application().withBean(Converting.class).run(context -> {
            assertThatExceptionOfType(ErrorReplyException.class)
                    .isThrownBy(() -> ask(context, "x"))
                    .satisfies(ex -> assertThat(ex.getError()).isEqualTo("failed"));
            assertThat(context.getBean(Converting.class).calls).hasValue(1);
        });
    }

    record Count(int count) {}

    static class Doubling {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        int handle(Count count) {
            return 2 * count.count();
        }
    }

    static class Greeting {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String whom, @Header(PeercredHeaders.PEER) PeerCredentials peer) {
            return "<" + whom + "> of " + (peer.uid() == PeerCredentials.self().uid() ? "me" : "another");
        }
    }

    static class Measuring {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        byte[] handle(byte[] payload) {
            return Integer.toString(payload.length).getBytes(StandardCharsets.US_ASCII);
        }
    }

    static class Lenient {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(@Payload(required = false) String payload) {
            return payload == null ? "nothing" : payload;
        }
    }

    static class Converting {

        final AtomicInteger calls = new AtomicInteger();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String handle(String payload) {
            this.calls.incrementAndGet();
            throw new MessageConversionException("of another message");
        }
    }
}
