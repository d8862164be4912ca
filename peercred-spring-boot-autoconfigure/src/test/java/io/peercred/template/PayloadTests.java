package io.peercred.template;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PayloadTests {

    private static final byte[] NO_TEXT = {(byte) 0xC3, (byte) 0x28};

    @TempDir
    Path directory;

    record Order(String item, int count) {}

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/json"})
    void textPassesUnchangedWhateverTheContentType(String contentType) {
        echo(contentType).run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("clock", "\"h\u00e9llo \uD83D\uDE00\"", String.class))
                .isEqualTo("\"h\u00e9llo \uD83D\uDE00\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/json"})
    void bytesPassUnchangedWhateverTheContentType(String contentType) {
        byte[] bytes = "[1, 2]".getBytes(StandardCharsets.US_ASCII);
        echo(contentType).run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("clock", bytes, byte[].class))
                .isEqualTo(bytes));
    }

    @Test
    void anObjectTravelsAsJsonAndBack() {
        Applications.clock(socket())
                .withBean(OrderHandler.class)
                .withPropertyValues("peercred.content-type=application/json")
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", new Order("nails", 3), Order.class))
                        .isEqualTo(new Order("nails", 4)));
    }

    @Test
    void anObjectThatNoConverterTakesIsAnErrorAndNothingIsSent() {
        echo("text/plain").run(context -> {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", new Order("nails", 3), String.class))
                    .withMessageContaining(Order.class.getName())
                    .withMessageContaining("content-type");
            assertThat(context.getBean(Echo.class).heard).isEmpty();
        });
    }

    @Test
    void aReplyThatIsNotTheAskedTypeIsAnErrorAndNotNull() {
        echo("text/plain").run(context -> assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("clock", "four", Integer.class))
                .withMessageContaining("java.lang.Integer"));
        echo("application/json").run(context -> assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("clock", "{\"item\":[]}", Order.class))
                .withMessageContaining(Order.class.getName()));
    }

    @Test
    void aReplyMessageHasTextOrBytesByTheContentType() {
        echo("application/octet-stream").run(context -> {
            Message<?> reply = context.getBean(VerifiedSocketTemplate.class)
                    .sendAndReceive("clock", new GenericMessage<>(NO_TEXT));
            assertThat(reply.getPayload()).isEqualTo(NO_TEXT);
        });
        echo("text/plain").run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                        .sendAndReceive(new GenericMessage<>("text".getBytes(StandardCharsets.US_ASCII)))
                        .getPayload())
                .isEqualTo("text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json"})
    void bytesThatAreNoTextEndTheConnectionAndAreNotDispatched(String contentType) {
        echo(contentType).run(context -> {
            assertThatExceptionOfType(MessageDeliveryException.class)
                    .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", NO_TEXT, byte[].class));
            assertThat(context.getBean(Echo.class).heard).isEmpty();
            Awaitility.await()
                    .until(() -> context.getBean(PeercredInboundGateway.class)
                                    .counters()
                                    .badFrames()
                            == 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nonsense", "{\"a\":1,}"})
    void whatIsNoJsonEndsTheConnectionAndIsNotDispatched(String text) {
        echo("application/json").run(context -> {
            assertThatExceptionOfType(MessageDeliveryException.class)
                    .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", text, String.class));
            assertThat(context.getBean(Echo.class).heard).isEmpty();
            Awaitility.await()
                    .until(() -> context.getBean(PeercredInboundGateway.class)
                                    .counters()
                                    .badFrames()
                            == 1);
        });
    }

    @Test
    void aLoneSurrogateIsRefusedBeforeItIsSent() {
        echo("text/plain").run(context -> {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "half a \uD83D", String.class));
            assertThat(context.getBean(Echo.class).heard).isEmpty();
        });
    }

    @Test
    void aPayloadWithTheCodecsTerminatorIsRefusedBeforeItIsSent() {
        echo("text/plain").withPropertyValues("peercred.codec=crlf").run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> template.convertSendAndReceive("clock", "PING\r\nFLUSHALL", String.class))
                    .withMessageContaining("'crlf'");
            assertThat(template.convertSendAndReceive("clock", "PING\nPONG", String.class))
                    .isEqualTo("PING\nPONG");
            assertThat(context.getBean(Echo.class).heard).containsExactly("PING\nPONG");
        });
    }

    @Test
    void aMapIsAPayloadWhereADestinationIsGiven() {
        echo("application/json").run(context -> {
            context.getBean(VerifiedSocketTemplate.class).convertAndSend("clock", Map.of("a", 1));
            assertThat(context.getBean(Echo.class).heard).containsExactly("{\"a\":1}");
        });
    }

    @Test
    void headersAndPostProcessorsMayBeGiven() {
        echo("text/plain").run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThat(template.convertSendAndReceive("clock", "one", Map.of("a", 1), String.class))
                    .isEqualTo("one");
            assertThat(template.convertSendAndReceive(
                            "clock", "one", String.class, message -> new GenericMessage<>("two")))
                    .isEqualTo("two");
            template.convertAndSend("clock", "three", message -> new GenericMessage<>("four"));
            template.convertAndSend("clock", "five", Map.of("a", 1));
            template.send(new GenericMessage<>("six"));
            template.convertAndSend("seven", message -> new GenericMessage<>("eight"));
            template.convertAndSend("clock", Map.of("a", 1).toString());
            assertThat(context.getBean(Echo.class).heard)
                    .isEqualTo(List.of("one", "two", "four", "five", "six", "eight", "{a=1}"));
        });
    }

    private ApplicationContextRunner echo(String contentType) {
        return Applications.clock(socket())
                .withBean(Echo.class)
                .withPropertyValues("peercred.content-type=" + contentType);
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    static class OrderHandler {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Order handle(Order order) {
            return new Order(order.item(), order.count() + 1);
        }
    }
}
