package io.peercred.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UserNamespace;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;

/**
 * Whatever is written under {@code peercred}: the policy of an endpoint holds ids that were written for it, or there is no
 * start; never an empty one. Input: lines of key and value, with an equals sign between.
 */
public final class PropertiesFuzz {

    private static final UserNamespace ALL_MAPPED = new UserNamespace(true, 65534, 65534);
    private static final Endpoint CLOCK = new Endpoint("clock", Direction.OUTBOUND, "/run/clock.sock");

    private PropertiesFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Map<String, String> written = new LinkedHashMap<>();
        FuzzInput input = new FuzzInput(bytes);
        while (!input.isEmpty()) {
            String line = input.line();
            int equals = line.indexOf('=');
            if (equals > 0 && !line.contains("${")) {
                written.put("peercred." + line.substring(0, equals), line.substring(equals + 1));
            }
        }
        PeercredProperties properties;
        try {
            properties = new Binder(new MapConfigurationPropertySource(written))
                    .bindOrCreate("peercred", PeercredProperties.class);
        } catch (BindException ex) {
            return; // Boot's word, which shows the key.
        }
        PeercredProperties.Outbound clock =
                properties.getOutbound().getOrDefault("clock", new PeercredProperties.Outbound());
        try {
            PeerVerification verification = new PolicyResolver(properties, Map.of(), ALL_MAPPED)
                    .resolve(CLOCK, "peercred.outbound.clock", clock);
            PeerPolicy policy = verification.policy();
            require(!policy.isEmpty(), "a policy that judges nobody");
            requireWritten(policy.uids(), properties.getExpectedUid(), clock.getExpectedUid(), clock);
            requireWritten(policy.gids(), properties.getExpectedGid(), clock.getExpectedGid(), clock);
        } catch (InvalidPeercredPropertyException ex) {
            require(String.valueOf(ex.getMessage()).contains("peercred"), "without a key: " + ex.getMessage());
        }
    }

    private static void requireWritten(
            Set<Long> ids, List<String> defaults, List<String> own, PeercredProperties.Outbound clock) {
        boolean byName = clock.getExpectedUser() != null || clock.getExpectedGroup() != null;
        for (long id : byName ? Set.<Long>of() : ids) {
            String number = Long.toString(id);
            List<String> said = own != null ? own : defaults;
            require(
                    said == null || said.contains(number) || said.contains("self"),
                    "nobody wrote " + number + " for it, but " + said);
        }
    }
}
