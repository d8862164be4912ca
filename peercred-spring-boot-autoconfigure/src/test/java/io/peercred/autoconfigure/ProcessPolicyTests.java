package io.peercred.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.ProcessPolicy;
import io.peercred.testing.Needs;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked of the peer's process, as put together of the defaults and an endpoint's own properties. */
class ProcessPolicyTests {

    private static final String OUTBOUND = "peercred.outbound.clock.path=/run/clock";

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    private static ProcessPolicy policy(String... properties) {
        ProcessPolicy[] policy = new ProcessPolicy[1];
        Contexts.with(properties)
                .withPropertyValues("peercred.expected-uid=3000000001", OUTBOUND)
                .run(context -> policy[0] =
                        Contexts.outbound(context, "clock").verification().processPolicy());
        return policy[0];
    }

    @Test
    void nothingIsAskedByDefault() {
        assertThat(policy()).isEqualTo(ProcessPolicy.NONE);
    }

    @Test
    void theDefaultsAreForEveryEndpoint() {
        ProcessPolicy policy = policy(
                "peercred.expected-executable=/bin/sh,/usr/bin/env", "peercred.expected-unit=a.service,b@1.service");
        assertThat(policy.executables()).containsExactlyInAnyOrder(Path.of("/bin/sh"), Path.of("/usr/bin/env"));
        assertThat(policy.units()).containsExactlyInAnyOrder("a.service", "b@1.service");
        assertThat(policy.mustLive()).isFalse();
    }

    @Test
    void eachKeyOfAnEndpointReplacesTheDefaults() {
        ProcessPolicy policy = policy(
                "peercred.expected-executable=/bin/sh",
                "peercred.expected-unit=a.service",
                "peercred.outbound.clock.expected-unit=b.service");
        assertThat(policy.executables()).containsExactly(Path.of("/bin/sh"));
        assertThat(policy.units()).containsExactly("b.service");
    }

    @Test
    void itStandsBesideWhoIsExpectedAndIsToldWithIt() {
        Contexts.with("peercred.expected-uid=3000000001", "peercred.expected-unit=a.service,b.service", OUTBOUND)
                .withPropertyValues("peercred.outbound.clock.expected-executable=/bin/sh")
                .run(context -> assertThat(Contexts.outbound(context, "clock")
                                .verification()
                                .describe())
                        .isEqualTo("uid 3000000001, running /bin/sh, in a.service or b.service"));
    }

    @Test
    void anInboundEndpointMayAskItsPeersToLive() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=@peercred-test-" + System.nanoTime(),
                        "peercred.inbound.clock.close-when-peer-exits=true",
                        "peercred.inbound.clock.auto-startup=false")
                .run(context -> assertThat(Contexts.inbound(context, "clock")
                                .verification()
                                .processPolicy()
                                .mustLive())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"peercred", "peercred.outbound.clock"})
    void itIsNoPolicyByItself(String prefix, Warnings warnings) {
        FailedStart.with(
                        warnings,
                        OUTBOUND,
                        prefix + ".expected-executable=/bin/sh",
                        prefix + ".expected-unit=a.service")
                .says("nothing says who may be at the other end of the outbound endpoint 'clock'");
    }

    @ParameterizedTest
    @CsvSource({
        "peercred.expected-executable, ''",
        "peercred.expected-executable, ' '",
        "peercred.expected-executable, '/bin/sh,'",
        "peercred.expected-unit, ''",
        "peercred.expected-unit, ','",
        "peercred.expected-unit, 'a.service,'",
        "peercred.outbound.clock.expected-executable, ''",
        "peercred.outbound.clock.expected-executable, ' '",
        "peercred.outbound.clock.expected-executable, '/bin/sh,'",
        "peercred.outbound.clock.expected-unit, ''",
        "peercred.outbound.clock.expected-unit, ','",
        "peercred.outbound.clock.expected-unit, 'a.service,'",
    })
    void oneThatIsSetButEmptyStopsTheStart(String property, String value, Warnings warnings) {
        InvalidPropertyTests.start(warnings, OUTBOUND, property + "=" + value)
                .says(property + ": is set but empty, so that it expects nobody")
                .advises("or remove the key");
    }

    @Test
    void emptyDefaultsStopTheStartThoughTheEndpointHasItsOwn(Warnings warnings) {
        InvalidPropertyTests.start(
                        warnings,
                        OUTBOUND,
                        "peercred.expected-unit=",
                        "peercred.outbound.clock.expected-unit=a.service")
                .says("peercred.expected-unit: is set but empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bin/sh", "/bin", "/no/such/program", "/dev/null"})
    void aProgramThatIsNotThereStopsTheStart(String value, Warnings warnings) {
        InvalidPropertyTests.start(warnings, OUTBOUND, "peercred.outbound.clock.expected-executable=" + value)
                .says("peercred.outbound.clock.expected-executable: '" + value + "' is not the absolute path of a file")
                .advises("such as /usr/bin/backup", "interpreter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "system.slice", "backup@.service", "/system.slice/backup.service", "*.service"})
    void whatIsNoUnitStopsTheStart(String value, Warnings warnings) {
        InvalidPropertyTests.start(warnings, OUTBOUND, "peercred.expected-unit=" + value)
                .says("peercred.expected-unit: '" + value + "' is not the name of a unit")
                .advises("backup.service", "not a slice");
    }
}
