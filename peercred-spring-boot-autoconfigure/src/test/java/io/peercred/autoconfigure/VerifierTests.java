package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.connection.RejectionReporter;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VerifierTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner() {
        Path socket = this.directory.resolve("clock.sock");
        return Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + socket,
                        "peercred.outbound.clock.path=" + socket)
                .withUserConfiguration(RequestChannelTests.Activator.class);
    }

    private static PeerCredentialVerifier refusingOutbound() {
        return (peer, endpoint) -> {
            if (endpoint.direction() == Direction.OUTBOUND) {
                throw new IllegalStateException("closed today");
            }
        };
    }

    @Test
    void aBeanRefusesWhomThePolicyAccepts(Warnings warnings) {
        warnings.allow("closed today");
        runner().withBean("office", PeerCredentialVerifier.class, VerifierTests::refusingOutbound)
                .run(context -> assertRefused(context.getBean(VerifiedSocketTemplate.class)));
    }

    @Test
    void aBeanOfTheParentContextRefusesWhomThePolicyAccepts(Warnings warnings) {
        warnings.allow("closed today");
        new ApplicationContextRunner()
                .withBean("office", PeerCredentialVerifier.class, VerifierTests::refusingOutbound)
                .run(parent -> runner().withParent(parent)
                        .run(context -> assertRefused(context.getBean(VerifiedSocketTemplate.class))));
    }

    private static void assertRefused(VerifiedSocketTemplate template) {
        assertThatExceptionOfType(PeerRejectedException.class)
                .isThrownBy(() -> template.convertSendAndReceive("clock", "utc", String.class))
                .withMessageContaining("verifier 'office'");
    }

    @Test
    void theApplicationsReporterIsTheOneThatTells(Warnings warnings) {
        warnings.allow("closed today");
        List<Object> told = new CopyOnWriteArrayList<>();
        runner().withBean("office", PeerCredentialVerifier.class, VerifierTests::refusingOutbound)
                .withBean("own", RejectionReporter.class, () -> new RejectionReporter(told::add))
                .run(context -> {
                    assertRefused(context.getBean(VerifiedSocketTemplate.class));
                    assertThat(told)
                            .hasOnlyElementsOfType(PeerRejectedEvent.class)
                            .hasSize(1);
                });
    }
}
