package io.peercred.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.testing.Warnings;

class UnknownKeyTests {

    @ParameterizedTest
    @CsvSource({
        "peercred.expected-udi, peercred.expected-uid",
        "peercred.expected.uid, peercred.expected-uid",
        "peercred.expected-uid.admin, peercred.expected-uid",
        "peercred.message-size, peercred.max-message-size",
        "peercred.inbuond.clock.path, peercred.inbound.clock.path",
        "peercred.inbound.clock.paht, peercred.inbound.clock.path",
        "peercred.inbound.clock.filemod, peercred.inbound.clock.file-mode",
        "peercred.inbound.clock.expected.gid, peercred.inbound.clock.expected-gid",
        "peercred.outbound.clock.expected-usr, peercred.outbound.clock.expected-user",
        "peercred.outbound.clock.pool.max-actve, peercred.outbound.clock.pool.max-active",
        "peercred.outbound.clock.max-idle, peercred.outbound.clock.pool.max-idle",
    })
    void anUnknownKeyStopsTheStartWithTheNearestKnownOne(String unknown, String known, Warnings warnings) {
        FailedStart.with(warnings, unknown + "=1")
                .says("unknown", unknown + " = 1", "\"" + unknown + "\" from property source \"commandLineArgs\"")
                .advises("Instead of '" + unknown + "' write '" + known + "', or remove it.");
    }

    @Test
    void severalUnknownKeysAreSaidAtOnce(Warnings warnings) {
        FailedStart.with(warnings, "peercred.expected-udi=0", "peercred.inbound.clock.bcklog=1")
                .says("peercred.expected-udi = 0", "peercred.inbound.clock.bcklog = 1")
                .advises("write 'peercred.expected-uid'", "write 'peercred.inbound.clock.backlog'");
    }

    @Test
    void anUnknownKeyBelowAnEndpointThatIsOffStopsTheStart(Warnings warnings) {
        FailedStart.with(warnings, "peercred.inbound.clock.enabled=false", "peercred.inbound.clock.paht=/x")
                .says("peercred.inbound.clock.paht");
    }
}
