package io.peercred.template;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.core.DestinationResolutionException;

import io.peercred.testing.Applications;
import io.peercred.testing.Echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DestinationTests {

    @TempDir
    Path directory;

    @Test
    void anOutboundNameIsADestination() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> assertThat(
                        context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "utc", String.class))
                .isEqualTo("utc"));
    }

    @Test
    void theOnlyOutboundEndpointIsTheDefaultDestination() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> assertThat(
                        context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("utc", String.class))
                .isEqualTo("utc"));
    }

    @Test
    void aPathIsADestinationWithTheDefaults() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> assertThat(
                        context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive(socket().toString(), "utc", String.class))
                .isEqualTo("utc"));
    }

    @Test
    void anAbstractNameIsADestination() {
        String name = "@peercred-test-" + ProcessHandle.current().pid();
        Applications.runner()
                .withBean(Echo.class)
                .withPropertyValues("peercred.expected-uid=self", "peercred.inbound.clock.path=" + name)
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive(name, "utc", String.class))
                        .isEqualTo("utc"));
    }

    @Test
    void aPathNeedsAPolicyOfTheDefaults() {
        Applications.runner().run(context -> assertThatExceptionOfType(DestinationResolutionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive(socket().toString(), "utc", String.class))
                .withMessageContaining("nothing says who may be at the other end")
                .withMessageContaining(socket().toString()));
    }

    @Test
    void aPathThatIsTooLongIsNoDestination() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> assertThatExceptionOfType(
                        DestinationResolutionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("/" + "x".repeat(107), "utc", String.class))
                .withMessageContaining("108 bytes"));
    }

    @Test
    void anUnknownNameIsAnErrorThatNamesTheKnownOnes() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> assertThatExceptionOfType(
                        DestinationResolutionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("cuckoo", "utc", String.class))
                .withMessageContaining("peercred.outbound.cuckoo")
                .withMessageContaining("[clock]"));
    }

    @Test
    void ofTwoOutboundEndpointsNoneIsTheDefault() {
        Applications.clock(socket())
                .withBean(Echo.class)
                .withPropertyValues("peercred.outbound.other.path=" + socket())
                .run(context -> assertThatExceptionOfType(DestinationResolutionException.class)
                        .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("utc", String.class))
                        .withMessageContaining("[clock, other]"));
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }
}
