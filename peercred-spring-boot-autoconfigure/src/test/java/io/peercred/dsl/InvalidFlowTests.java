package io.peercred.dsl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.util.unit.DataSize;

import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What is wrong is said in the words of who calls the methods. */
class InvalidFlowTests {

    @TempDir
    Path directory;

    @Test
    void anEndpointWithoutPolicyStopsTheStart(Warnings warnings) {
        assertThat(inbound(warnings, endpoint -> {}))
                .isEqualTo(
                        "Peercred.inboundGateway(\"ticker\", …): expectedUid: nothing says who may be at the other end"
                                + " of the inbound endpoint 'ticker' (" + socket()
                                + "). Write who is expected, such as endpoint"
                                + " -> endpoint.expectedUid(\"self\") or endpoint.expectedUser(\"backup\").");
        assertThat(outbound(warnings, endpoint -> endpoint.codec("lf")))
                .contains("nothing says who may be at the other end of the outbound endpoint 'ticker'");
    }

    @Test
    void aPolicyOfTheProcessAloneIsNone(Warnings warnings) {
        assertThat(inbound(warnings, endpoint -> endpoint.expectedExecutable("/usr/bin/env")))
                .contains("nothing says who may be");
    }

    @Test
    void aPolicyThatIsEmptyExpectsNobody(Warnings warnings) {
        assertThat(inbound(warnings, endpoint -> endpoint.expectedUser(new String[0])))
                .contains("expectedUser: is set but empty", "such as expectedUser(\"backup\")");
    }

    @Test
    void aVerifierBeanIsNoPolicyUnlessItIsNamed(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        var context = Flows.with(Flows.echo(Peercred.inboundGateway("ticker", socket(), endpoint -> {})));
        context.registerBean("officeHours", PeerCredentialVerifier.class, () -> (peer, at) -> {});
        try (context) {
            assertThat(NestedExceptionUtils.getMostSpecificCause(catchThrowable(context::refresh)))
                    .hasMessageEndingWith("endpoint.verifier(\"officeHours\").");
        }
        assertThat(inbound(warnings, endpoint -> endpoint.verifier("officeHours")))
                .contains("there is no PeerCredentialVerifier bean named 'officeHours'", "Declare a @Bean");
    }

    @Test
    void eachValueIsCheckedAndItsMethodNamed(Warnings warnings) {
        assertThat(inbound(warnings, endpoint -> endpoint.expectedUid("alice")))
                .contains("expectedUid: 'alice' is not an id", "a name goes into expectedUser.");
        assertThat(inbound(warnings, endpoint -> endpoint.expectedUid(-1))).contains("expectedUid: '-1' is not an id");
        assertThat(self(warnings, endpoint -> endpoint.fileMode("660"))).contains("fileMode: '660' is not a file mode");
        assertThat(self(warnings, endpoint -> endpoint.fileOwner("no such user")))
                .contains("fileOwner: the system");
        assertThat(self(warnings, endpoint -> endpoint.codec("xml"))).contains("codec: there is no codec 'xml'");
        assertThat(self(warnings, endpoint -> endpoint.contentType("text/xml"))).contains("contentType: 'text/xml'");
        assertThat(self(warnings, endpoint -> endpoint.backlog(0))).contains("backlog: 0 is less than 1");
        assertThat(self(warnings, endpoint -> endpoint.maxConnectionsPerUid(-1)))
                .contains("maxConnectionsPerUid: -1");
        assertThat(self(warnings, endpoint -> endpoint.maxMessageSize(DataSize.ofBytes(0))))
                .contains("maxMessageSize: 0B is not between");
        assertThat(self(warnings, endpoint -> endpoint.maxFileDescriptors(254))).contains("maxFileDescriptors: 254");
        assertThat(self(warnings, endpoint -> endpoint.readTimeout(Duration.ZERO)))
                .contains("readTimeout: 'PT0S' is no time to wait");
        assertThat(outbound(warnings, endpoint -> endpoint.expectedUid("self").pool(pool -> pool.maxIdle(-1))))
                .contains("maxIdle: -1 is negative");
    }

    @Test
    void whatTakesACodecSaysSoByItsMethods(Warnings warnings) {
        assertThat(self(warnings, endpoint -> endpoint.codec("lf").errorReplies()))
                .endsWith("errorReplies: only the codec length-header can tell an error from an answer."
                        + " Write codec(\"length-header\"), or leave it out.");
        assertThat(self(warnings, endpoint -> endpoint.codec("lf").tracePropagation()))
                .contains("tracePropagation: the headers of a trace take the codec length-header")
                .endsWith(" Write codec(\"length-header\"), or leave it out.");
    }

    @Test
    void namesAndPathsAreCheckedWhereTheyAreWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peercred.inboundGateway("/run/a.sock", "ticker", endpoint -> {}))
                .withMessageContaining("'/run/a.sock' is not a name for an endpoint")
                .withMessageContaining("the path comes second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peercred.outboundGateway("ticker", "a.sock", endpoint -> {}))
                .withMessageContaining("Peercred.outboundGateway(\"ticker\", …): path: ");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Peercred.inboundGateway("ticker", socket(), endpoint -> {})
                        .replyMapper(null))
                .withMessageContaining("contentType");
    }

    @Test
    void aFileIsNotAskedForInTheAbstractNamespace(Warnings warnings) {
        assertThat(failure(
                        warnings,
                        Flows.echo(Peercred.inboundGateway(
                                "ticker", "@peercred-test", endpoint -> endpoint.expectedUid("self")
                                        .fileMode("0600")))))
                .contains("fileMode: a socket in the abstract namespace has no file");
    }

    @Test
    void aNameWithoutATemplateSaysHowToMakeOne(Warnings warnings) {
        assertThat(failure(
                        warnings,
                        IntegrationFlow.from("asks")
                                .handle(Peercred.outboundGateway("agent"))
                                .get()))
                .contains("there is no VerifiedSocketOperations bean", "Peercred.template(context)");
    }

    @Test
    void aTemplateHasEndpointsAndEachOnce() {
        try (var context = Flows.application()) {
            context.refresh();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Peercred.template(context).build())
                    .withMessageContaining("there is no endpoint");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Peercred.template(context)
                            .endpoint("agent", socket(), endpoint -> endpoint.expectedUid("self"))
                            .endpoint("agent", socket(), endpoint -> endpoint.expectedUid("self")))
                    .withMessageContaining("there is one of this name already");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Peercred.template(context)
                            .endpoint("agent", socket(), endpoint -> {})
                            .build())
                    .withMessageContaining("nothing says who may be");
        }
    }

    private String self(Warnings warnings, Consumer<InboundEndpointSpec> endpoint) {
        return inbound(warnings, spec -> endpoint.accept(spec.expectedUid("self")));
    }

    private String inbound(Warnings warnings, Consumer<InboundEndpointSpec> endpoint) {
        return failure(warnings, Flows.echo(Peercred.inboundGateway("ticker", socket(), endpoint)));
    }

    private String outbound(Warnings warnings, Consumer<OutboundEndpointSpec> endpoint) {
        return failure(
                warnings,
                IntegrationFlow.from("asks")
                        .handle(Peercred.outboundGateway("ticker", socket(), endpoint))
                        .get());
    }

    private static String failure(Warnings warnings, IntegrationFlow flow) {
        warnings.allow("Exception encountered during context initialization");
        Throwable failure = catchThrowable(() -> Flows.started(flow).close());
        assertThat(failure).isNotNull();
        Throwable cause = failure;
        while (cause.getCause() != null && !String.valueOf(cause.getMessage()).startsWith("Peercred.")) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private String socket() {
        return this.directory.resolve("ticker.sock").toString();
    }
}
