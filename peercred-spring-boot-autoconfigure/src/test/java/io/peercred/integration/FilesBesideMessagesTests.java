package io.peercred.integration;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

import io.peercred.connection.PeercredHeaders;
import io.peercred.connection.ReceivedFiles;
import io.peercred.connection.SenderRefusedException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.SenderCredentials;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Needs;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** Headers say under whom a message is sent and which files go with it, through the template and the gateways. */
@Timeout(60)
class FilesBesideMessagesTests {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        this.file = Files.writeString(this.directory.resolve("file"), "contents");
    }

    private ApplicationContextRunner application(Class<?> handler) {
        return Applications.clock(this.directory.resolve("clock.sock"))
                .withBean(handler)
                .withPropertyValues(
                        "peercred.inbound.clock.max-file-descriptors=2",
                        "peercred.outbound.clock.max-file-descriptors=2");
    }

    @Test
    void aHandlerReadsTheFilesThatTheTemplateSends() {
        application(Reader.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            try (FileInputStream one = new FileInputStream(this.file.toFile());
                    FileInputStream two = new FileInputStream(this.file.toFile())) {
                Map<String, Object> headers = Map.of(PeercredHeaders.SEND_FILES, List.of(one, two));
                assertThat(template.convertSendAndReceive("clock", "read", headers, String.class))
                        .isEqualTo("contentscontents");
            }
        });
    }

    @Test
    void aReplyBringsFilesBack() {
        application(Opener.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            Message<?> reply = template.sendAndReceive("clock", new GenericMessage<>(this.file.toString()));
            try (ReceivedFiles files = reply.getHeaders().get(PeercredHeaders.REPLY_FILES, ReceivedFiles.class);
                    InputStream in = files.inputStream(0)) {
                assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("contents");
            }
            assertThat(template.convertSendAndReceive("clock", this.file.toString(), String.class))
                    .isEqualTo("opened");
        });
    }

    @Test
    void whatAReplyHoldsOpenIsClosedOnceItWasWritten() {
        application(Closer.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            Message<?> reply = template.sendAndReceive("clock", new GenericMessage<>(this.file.toString()));
            try (ReceivedFiles files = reply.getHeaders().get(PeercredHeaders.REPLY_FILES, ReceivedFiles.class);
                    InputStream in = files.inputStream(0)) {
                assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("contents");
            }
            context.getBean(Closer.class).awaitClosed();
        });
    }

    @Test
    void whatAReplyHoldsOpenIsClosedEvenIfTheReplyCannotBeWritten(Warnings warnings) {
        application(Closer.class)
                .withPropertyValues("peercred.inbound.clock.max-message-size=1KB")
                .run(context -> {
                    assertUnanswered(context, "x".repeat(1025));
                    warnings.await("more than the 1024");
                    assertUnanswered(context, List.of("no text"));
                    warnings.await("could not be answered");
                });
    }

    @Test
    void aReplyThatCannotBeSentIsTheHandlersFailure(Warnings warnings) {
        application(Careless.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> template.convertSendAndReceive("clock", this.file.toString(), String.class));
            assertThat(warnings.await("its reply could not be sent")).contains("a file that was to be sent is closed");
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            assertThat(gateway.counters().handlerFailures()).isOne();
            assertThat(gateway.counters().badFrames()).isZero();
        });
    }

    private void assertUnanswered(ApplicationContext context, Object payload) {
        Closer closer = context.getBean(Closer.class);
        closer.payload = payload;
        VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> template.convertSendAndReceive("clock", this.file.toString(), byte[].class));
        closer.awaitClosed();
    }

    @Test
    void theOutboundGatewayDoesNotPassTheSendersHeadersOn() {
        application(Reader.class).run(context -> {
            MessageChannel channel = context.getBean("peercred.outbound.clock", MessageChannel.class);
            try (FileInputStream in = new FileInputStream(this.file.toFile())) {
                Message<?> request = MessageBuilder.withPayload("read")
                        .setHeader(PeercredHeaders.SEND_FILES, in)
                        .setHeader(PeercredHeaders.SENDER_CREDENTIALS, SenderCredentials.own())
                        .setHeader("mine", 1)
                        .build();
                Message<?> reply = new MessagingTemplate().sendAndReceive(channel, request);
                assertThat(reply.getPayload()).isEqualTo("contents");
                assertThat(reply.getHeaders())
                        .containsEntry("mine", 1)
                        .doesNotContainKeys(PeercredHeaders.SEND_FILES, PeercredHeaders.SENDER_CREDENTIALS);
            }
        });
    }

    @Test
    void whatIsNoFileIsRefusedBeforeAnythingIsSent() {
        application(Reader.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertRefused(template, PeercredHeaders.SEND_FILES, this.file, "it must be a FileInputStream");
            assertRefused(template, PeercredHeaders.SENDER_CREDENTIALS, 1001, "it must be a SenderCredentials");
            try (FileChannel channel = FileChannel.open(this.file)) {
                assertRefused(template, PeercredHeaders.SEND_FILES, channel, "pass the stream that it is of");
            }
        });
    }

    private static void assertRefused(VerifiedSocketTemplate template, String header, Object value, String advice) {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.convertSendAndReceive("clock", "read", Map.of(header, value), String.class))
                .withMessageContaining(header)
                .withMessageContaining(advice);
    }

    @Test
    void idsAreStatedByAHeaderAndWhatTheKernelRefusesIsAClearError() throws IOException {
        Needs.root();
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        application(Asker.class)
                .withPropertyValues(
                        "peercred.inbound.clock.credentials=message", "peercred.inbound.clock.expected-uid=1001")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    assertThat(ask(template, SenderCredentials.of(1001, 1002))).isEqualTo("1001 1002");
                    assertThatExceptionOfType(MessagingException.class)
                            .isThrownBy(() -> ask(template, new SenderCredentials(1001L, 1001L, 4_194_304L)))
                            .withCauseInstanceOf(SenderRefusedException.class)
                            .withMessageContaining("Nothing was sent");
                });
    }

    private static String ask(VerifiedSocketTemplate template, SenderCredentials sender) {
        return template.convertSendAndReceive(
                "clock", "who", Map.of(PeercredHeaders.SENDER_CREDENTIALS, sender), String.class);
    }

    static class Reader {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(Message<String> request) throws IOException {
            ReceivedFiles files = request.getHeaders().get(PeercredHeaders.FILES, ReceivedFiles.class);
            StringBuilder contents = new StringBuilder();
            for (int i = 0; i < files.size(); i++) {
                try (InputStream in = files.inputStream(i)) {
                    contents.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return contents.toString();
        }
    }

    static class Opener {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Message<String> handle(String path) throws IOException {
            return MessageBuilder.withPayload("opened")
                    .setHeader(PeercredHeaders.SEND_FILES, new FileInputStream(path))
                    .build();
        }
    }

    static class Careless {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Message<?> handle(String path) throws IOException {
            FileInputStream closed = new FileInputStream(path);
            closed.close();
            return MessageBuilder.withPayload("closed")
                    .setHeader(PeercredHeaders.SEND_FILES, closed)
                    .build();
        }
    }

    static class Closer {

        volatile Object payload = "opened";
        private volatile FileInputStream opened;

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Message<?> handle(String path) throws IOException {
            this.opened = new FileInputStream(path);
            return MessageBuilder.withPayload(this.payload)
                    .setHeader(PeercredHeaders.SEND_FILES, this.opened)
                    .setHeader(IntegrationMessageHeaderAccessor.CLOSEABLE_RESOURCE, this.opened)
                    .build();
        }

        void awaitClosed() {
            await().untilAsserted(() -> assertThatIOException()
                    .isThrownBy(() -> this.opened.getChannel().position()));
        }
    }

    static class Asker {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(Message<String> request) {
            PeerCredentials peer = request.getHeaders().get(PeercredHeaders.PEER, PeerCredentials.class);
            return peer.uid() + " " + peer.gid();
        }
    }
}
