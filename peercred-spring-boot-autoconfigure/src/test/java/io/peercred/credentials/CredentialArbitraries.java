package io.peercred.credentials;

import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.platform.UserNamespace;

/** Ids with a liking for where they go wrong, so that policies and peers often meet; and what is made of them. */
final class CredentialArbitraries {

    private CredentialArbitraries() {}

    /** 0 to 4294967295. */
    static Arbitrary<Long> ids() {
        Arbitrary<Long> boundaries = Arbitraries.of(
                0L, 1L, 1000L, 65533L, 65534L, 65535L, 2147483647L, 2147483648L, 4294967294L, 4294967295L);
        return Arbitraries.frequencyOf(
                Tuple.of(9, boundaries), Tuple.of(1, Arbitraries.longs().between(0, 4294967295L)));
    }

    static Arbitrary<Set<Long>> sets() {
        return ids().set().ofMaxSize(3);
    }

    static Arbitrary<UserNamespace> namespaces() {
        Arbitrary<Long> overflow = Arbitraries.of(65534L, 65533L, 0L, 4294967294L);
        return Combinators.combine(Arbitraries.of(true, false), overflow, overflow)
                .as(UserNamespace::new);
    }

    static Arbitrary<PeerPolicy> policies() {
        return Combinators.combine(sets(), sets(), namespaces()).as(PeerPolicy::new);
    }

    static Arbitrary<PeerCredentials> peers() {
        return Combinators.combine(
                        ids(),
                        ids(),
                        Arbitraries.of(1L, 2147483647L).injectNull(0.3),
                        sets(),
                        Arbitraries.of(Source.values()),
                        Arbitraries.of(Moment.values()))
                .as((uid, gid, pid, groups, source, moment) ->
                        new PeerCredentials(uid, gid, pid, groups, source, moment));
    }
}
