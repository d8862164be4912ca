package io.peercred.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UserNamespace;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is written for all endpoints and for one, the one accepts whom it says, and without a policy nothing starts. */
class ConfiguredPolicyProperties {

    private static final UserNamespace ALL_MAPPED = new UserNamespace(true, 65534, 65534);
    private static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");

    private static Arbitrary<String> texts() {
        return Arbitraries.of(
                "0",
                "1",
                "65534",
                "2147483647",
                "2147483648",
                "4294967294",
                "4294967295",
                "4294967296",
                "-1",
                "01",
                "");
    }

    @Provide
    Arbitrary<List<String>> written() {
        return texts().list().ofMinSize(0).ofMaxSize(2).injectNull(0.4);
    }

    @Provide
    Arbitrary<Long> ids() {
        return Arbitraries.of(0L, 1L, 65534L, 2147483647L, 2147483648L, 4294967294L, 4294967295L);
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void anEndpointAcceptsWhomItsKeysSayOrDoesNotStart(
            @ForAll("written") @Nullable List<String> uids,
            @ForAll("written") @Nullable List<String> gids,
            @ForAll("written") @Nullable List<String> ownUids,
            @ForAll("written") @Nullable List<String> ownGids,
            @ForAll("ids") long uid,
            @ForAll("ids") long gid,
            @ForAll("ids") long group) {
        PeercredProperties properties = new PeercredProperties();
        properties.setExpectedUid(uids);
        properties.setExpectedGid(gids);
        PeercredProperties.Inbound own = new PeercredProperties.Inbound();
        own.setExpectedUid(ownUids);
        own.setExpectedGid(ownGids);

        List<String> users = ownUids != null ? ownUids : uids;
        List<String> groups = ownGids != null ? ownGids : gids;
        PeerVerification verification = resolve(properties, own);
        boolean starts = areIds(uids) && areIds(gids) && areIds(ownUids) && areIds(ownGids);
        assertThat(verification != null).isEqualTo(starts && (users != null || groups != null));
        if (verification == null) {
            return;
        }
        PeerCredentials peer = new PeerCredentials(uid, gid, null, Set.of(group), Source.SO_PEERCRED, Moment.CONNECT);
        boolean expected = uid != 4294967295L
                && gid != 4294967295L
                && (users == null || users.contains(Long.toString(uid)))
                && (groups == null || groups.contains(Long.toString(gid)) || groups.contains(Long.toString(group)));
        assertThat(accepts(verification, peer)).isEqualTo(expected);
    }

    /** Decimal, without leading zeros, 0 to 4294967294; a set that is present but empty is none. */
    private static boolean areIds(@Nullable List<String> texts) {
        return texts == null
                || !texts.isEmpty()
                        && Set.of("0", "1", "65534", "2147483647", "2147483648", "4294967294")
                                .containsAll(new HashSet<>(texts));
    }

    private static @Nullable PeerVerification resolve(PeercredProperties all, PeercredProperties.Inbound own) {
        try {
            return new PolicyResolver(all, Map.of(), ALL_MAPPED).resolve(CLOCK, "peercred.inbound.clock", own);
        } catch (InvalidPeercredPropertyException ex) {
            return null;
        }
    }

    private static boolean accepts(PeerVerification verification, PeerCredentials peer) {
        try {
            verification.verify(peer);
            return true;
        } catch (PeerRejectedException ex) {
            return false;
        }
    }
}
