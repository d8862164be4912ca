package io.peercred.sample;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

import io.peercred.explain.Subject;

/**
 * Who is asked about, and where to.
 *
 * @param endpoint the NAME of an inbound one
 * @param uid the user
 * @param gids its groups, the primary one first; empty for those that its login has
 */
record ExplainRequest(String endpoint, long uid, List<Long> gids) {

    /** Throws {@link ExitException} if they are wrong. */
    static ExplainRequest of(String endpoint, String[] args) {
        ApplicationArguments arguments = new DefaultApplicationArguments(args);
        List<Long> uids = ids(arguments.getOptionValues("uid"), "uid");
        if (uids.size() != 1) {
            throw wrong("explain takes one user, such as --uid=1001");
        }
        return new ExplainRequest(endpoint, uids.get(0), ids(arguments.getOptionValues("gid"), "gid"));
    }

    private static List<Long> ids(@Nullable List<String> values, String option) {
        List<Long> ids = new ArrayList<>();
        for (String value : values == null ? List.<String>of() : values) {
            for (String each : value.split(",", -1)) {
                if (!each.matches("0|[1-9][0-9]{0,9}") || Long.parseLong(each) > 4294967294L) {
                    throw wrong("--" + option + " takes a number from 0 to 4294967294, not '" + each + "'");
                }
                ids.add(Long.parseLong(each));
            }
        }
        return ids;
    }

    /** Looks the groups up, unless they were said. */
    Subject subject() {
        return Subject.of(this.uid, this.gids);
    }

    private static ExitException wrong(String what) {
        return new ExitException(Exit.USAGE, what + " (--help says more)");
    }
}
