package io.peercred.credentials;

import java.util.HashSet;
import java.util.Set;

import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.platform.UserNamespace;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.requireEqual;

/**
 * The policy's answer is the model's. Input: what the namespace maps, how many ids there are of each kind, then the ids,
 * each a byte that says which kind of number, or a byte and four of the number.
 */
public final class PolicyFuzz {

    private static final long[] BOUNDARIES = {0, 1, 65533, 65534, 2147483647L, 2147483648L, 4294967294L, 4294967295L};

    private PolicyFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        UserNamespace namespace = new UserNamespace(input.flag(), id(input), id(input));
        PeerPolicy policy = new PeerPolicy(ids(input), ids(input), namespace);
        int pid = input.nextInt();
        PeerCredentials peer = new PeerCredentials(
                id(input),
                id(input),
                pid > 0 ? (long) pid : null,
                ids(input),
                Source.SO_PEERCRED,
                input.flag() ? Moment.CONNECT : Moment.LISTEN);
        requireEqual(policy.objection(peer) == null, PolicyModel.accepts(policy, peer));
    }

    private static Set<Long> ids(FuzzInput input) {
        Set<Long> ids = new HashSet<>();
        for (int i = input.choice(4); i > 0; i--) {
            ids.add(id(input));
        }
        return ids;
    }

    private static long id(FuzzInput input) {
        int kind = input.choice(BOUNDARIES.length + 1);
        return kind < BOUNDARIES.length ? BOUNDARIES[kind] : Integer.toUnsignedLong(input.nextInt());
    }
}
