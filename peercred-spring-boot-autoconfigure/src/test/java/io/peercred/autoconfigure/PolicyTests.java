package io.peercred.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.messaging.core.DestinationResolutionException;

import io.peercred.connection.OutboundSettings;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.NativeSupport;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who is expected, as put together of the defaults and an endpoint's own properties. */
class PolicyTests {

    private static final PeerCredentialVerifier ACCEPT = (peer, endpoint) -> {};

    private ApplicationContextRunner runner(String... properties) {
        return Contexts.with(properties).withPropertyValues("peercred.outbound.clock.path=/run/clock");
    }

    private PeerPolicy policy(String... properties) {
        PeerPolicy[] policy = new PeerPolicy[1];
        runner(properties)
                .run(context -> policy[0] =
                        Contexts.outbound(context, "clock").verification().policy());
        return policy[0];
    }

    @Test
    void theDefaultsAreForEveryEndpoint() {
        PeerPolicy policy = policy("peercred.expected-uid=3000000001, 4294967294", "peercred.expected-gid=100");
        assertThat(policy.uids()).containsExactlyInAnyOrder(3000000001L, 4294967294L);
        assertThat(policy.gids()).containsExactly(100L);
    }

    @Test
    void selfIsThisProcessAndNamesAreResolvedAndUnited() {
        PeerPolicy policy = policy(
                "peercred.expected-uid=self,3000000000",
                "peercred.expected-user=daemon",
                "peercred.expected-gid=100",
                "peercred.expected-group=daemon");
        assertThat(policy.uids()).containsExactlyInAnyOrder(NativeSupport.effectiveUid(), 3000000000L, 1L);
        assertThat(policy.gids()).containsExactlyInAnyOrder(100L, 1L);
    }

    @Test
    void oneKeyOfAPairReplacesTheDefaultsWholePair() {
        PeerPolicy users = policy(
                "peercred.expected-uid=3000000001",
                "peercred.expected-user=root",
                "peercred.expected-gid=100",
                "peercred.outbound.clock.expected-user=daemon");
        assertThat(users.uids()).containsExactly(1L);
        assertThat(users.gids()).containsExactly(100L);
        PeerPolicy groups = policy(
                "peercred.expected-uid=3000000001",
                "peercred.expected-gid=100",
                "peercred.expected-group=root",
                "peercred.outbound.clock.expected-gid=5");
        assertThat(groups.uids()).containsExactly(3000000001L);
        assertThat(groups.gids()).containsExactly(5L);
    }

    @Test
    void groupsMayStandAlone() {
        PeerPolicy policy = policy("peercred.outbound.clock.expected-group=daemon");
        assertThat(policy.uids()).isEmpty();
        assertThat(policy.gids()).containsExactly(1L);
    }

    @Test
    void anEndpointsOwnPolicyLeavesTheOthersAlone() {
        runner(
                        "peercred.expected-uid=3000000001",
                        "peercred.outbound.clock.expected-uid=7",
                        "peercred.outbound.x.path=/x")
                .run(context -> assertThat(Contexts.outbound(context, "x")
                                .verification()
                                .policy()
                                .uids())
                        .containsExactly(3000000001L));
    }

    @Test
    void aVerifierThatTheEndpointNamesIsEnough() {
        runner("peercred.outbound.clock.verifier=office")
                .withBean("office", PeerCredentialVerifier.class, () -> ACCEPT)
                .run(context -> {
                    OutboundSettings settings = Contexts.outbound(context, "clock");
                    assertThat(settings.verification().policy().isEmpty()).isTrue();
                    assertThat(settings.verification().describe()).isEqualTo("anybody known, verified by 'office'");
                });
    }

    @Test
    void aVerifierThatTheDefaultsNameIsEnough() {
        runner("peercred.verifier=office")
                .withBean("office", PeerCredentialVerifier.class, () -> ACCEPT)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aVerifierThatIsNamedStandsBesideTheDefaultsIds() {
        runner("peercred.expected-uid=3000000001", "peercred.outbound.clock.verifier=office")
                .withBean("office", PeerCredentialVerifier.class, () -> ACCEPT)
                .run(context -> assertThat(Contexts.outbound(context, "clock")
                                .verification()
                                .describe())
                        .isEqualTo("uid 3000000001, verified by 'office'"));
    }

    @Test
    void aVerifierBeanThatNobodyNamesIsNoPolicy(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        runner().withBean("office", PeerCredentialVerifier.class, () -> ACCEPT).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOfSatisfying(InvalidPeercredPropertyException.class, ex -> assertThat(ex.action())
                        .contains("can only tighten", "peercred.outbound.clock.verifier=office")));
    }

    @Test
    void aNameThatIsNoVerifierIsToldWhichThereAre(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        runner("peercred.verifier=ofice")
                .withBean("office", PeerCredentialVerifier.class, () -> ACCEPT)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("peercred.verifier", "'ofice'")
                        .isInstanceOfSatisfying(InvalidPeercredPropertyException.class, ex -> assertThat(ex.action())
                                .contains("[office]")));
    }

    @Test
    void everyVerifierBeanTightensInOrderNamedOrNot() {
        runner("peercred.expected-uid=self", "peercred.outbound.clock.verifier=first")
                .withBean("last", PeerCredentialVerifier.class, () -> ACCEPT)
                .withBean("first", First.class, First::new)
                .withBean(
                        "hidden",
                        PeerCredentialVerifier.class,
                        () -> (peer, endpoint) -> {},
                        definition -> definition.setAutowireCandidate(false))
                .run(context -> assertThat(verifiers(Contexts.outbound(context, "clock")))
                        .containsExactly("first", "last", "hidden"));
    }

    @Test
    void aVerifierOfTheParentContextTightens() {
        new ApplicationContextRunner()
                .withBean("parents", PeerCredentialVerifier.class, () -> ACCEPT)
                .run(parent -> runner("peercred.expected-uid=self")
                        .withParent(parent)
                        .withBean("own", PeerCredentialVerifier.class, () -> (peer, endpoint) -> {})
                        .run(context -> assertThat(verifiers(Contexts.outbound(context, "clock")))
                                .containsExactlyInAnyOrder("parents", "own")));
    }

    @Test
    void aPathAsDestinationGoesByTheDefaultsWhichNeedAPolicy() {
        Contexts.with().run(context -> assertThatExceptionOfType(DestinationResolutionException.class)
                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("/run/clock", "utc", String.class))
                .withMessageContainingAll("/run/clock", "a path goes by the defaults", "peercred.expected-uid=self"));
    }

    private static List<String> verifiers(OutboundSettings settings) {
        String description = settings.verification().describe();
        return Arrays.stream(
                        description.substring(description.indexOf("by ") + 3).split(" and "))
                .map(name -> name.replace("'", ""))
                .toList();
    }

    static class First implements PeerCredentialVerifier, Ordered {

        @Override
        public void verify(PeerCredentials peer, Endpoint endpoint) {}

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
