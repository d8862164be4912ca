package io.peercred.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.connection.InboundSettings;
import io.peercred.credentials.PeerPolicy;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentVariableTests {

    @Test
    void variablesConfigureAWholeEndpoint() {
        Map<String, String> variables = Map.of(
                "PEERCRED_EXPECTEDUID", "3000000001,self",
                "PEERCRED_INBOUND_CLOCK_PATH", "/run/clock",
                "PEERCRED_INBOUND_CLOCK_FILEMODE", "0660",
                "PEERCRED_INBOUND_CLOCK_EXPECTED_GID", "100",
                "PEERCRED_INBOUND_CLOCK_AUTOSTARTUP", "false",
                "PEERCRED_INBOUND_CLOCK_MAXCONNECTIONSPERUID", "3",
                "PEERCRED_OUTBOUND_CLOCK_PATH", "/run/clock",
                "PEERCRED_OUTBOUND_CLOCK_POOL_MAXACTIVE", "2");
        try (var context = Variables.application(variables).run()) {
            InboundSettings clock = Contexts.inbound(context, "clock");
            PeerPolicy policy = clock.verification().policy();
            assertThat(clock.source().path()).isEqualTo("/run/clock");
            assertThat(Contexts.bind(clock).file().mode()).isEqualTo(0660);
            assertThat(clock.maxConnectionsPerUid()).isEqualTo(3);
            assertThat(policy.uids()).contains(3000000001L).hasSize(2);
            assertThat(policy.gids()).containsExactly(100L);
            assertThat(Contexts.outbound(context, "clock").pool().maxActive()).isEqualTo(2);
        }
    }

    @Test
    void aVariableAndAFileSpeakOfTheSameEndpoint() {
        try (var context = Variables.application(Map.of("PEERCRED_OUTBOUND_CLOCK_PATH", "/run/clock"))
                .run("--peercred.outbound.clock.codec=lf", "--peercred.expected-uid=self")) {
            assertThat(context.getBean(PeercredSettings.class).outbound()).containsOnlyKeys("clock");
            assertThat(Contexts.outbound(context, "clock").address().path()).isEqualTo("/run/clock");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyVariableIsNoPolicy(String value, Warnings warnings) {
        FailedStart.of(
                        Variables.application(Map.of("PEERCRED_OUTBOUND_CLOCK_EXPECTEDUID", value)),
                        warnings,
                        "peercred.expected-user=root",
                        "peercred.outbound.clock.path=/run/clock")
                .says("peercred.outbound.clock.expected-uid: is set but empty");
    }
}
