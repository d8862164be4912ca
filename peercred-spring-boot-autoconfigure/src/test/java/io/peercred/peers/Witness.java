package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import io.peercred.connection.Deadlines;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.InboundServer;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RejectionReporter;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

/**
 * A server of ours as a program, to be run in namespaces: serves at each argument, {@code PATH;UIDS;GIDS} or
 * {@code PATH;UIDS;GIDS;EXECUTABLE}, and says whom it saw there.
 */
final class Witness {

    /** What each word on a peer begins with. */
    static final String SEEN = "seen: ";

    private Witness() {}

    public static void main(String[] endpoints) throws IOException {
        try (Deadlines deadlines = new Deadlines();
                RejectionReporter reporter =
                        new RejectionReporter(event -> tell(((PeerRejectedEvent) event).rejection()))) {
            for (String endpoint : endpoints) {
                String[] parts = endpoint.split(";", -1);
                TestSettings settings =
                        TestSettings.at(parts[0]).uids(numbers(parts[1])).gids(numbers(parts[2]));
                if (parts.length > 3) {
                    settings.process(new ProcessPolicy(Set.of(Path.of(parts[3])), Set.of(), false));
                }
                InboundServer.start(
                        settings.inbound(),
                        request -> {
                            say("accepted", request.peer());
                            return OutgoingMessage.of(request.payload());
                        },
                        deadlines,
                        reporter,
                        new InboundCounters());
            }
            System.out.println("listening");
            while (System.in.read() >= 0) {
                continue;
            }
        }
        System.exit(0);
    }

    /** What it says next. Its log is on the same stream. */
    static String nextOf(Peer witness) {
        return witness.lineWith(SEEN).substring(SEEN.length());
    }

    private static void tell(PeerRejectedException rejection) {
        say(rejection.reason().name(), rejection.peer());
    }

    private static void say(String verdict, PeerCredentials peer) {
        System.out.println(SEEN + verdict + " uid " + peer.uid() + " gid " + peer.gid() + " pid " + peer.pid()
                + " groups " + new TreeSet<>(peer.groups()));
    }

    private static Long[] numbers(String list) {
        return list.isEmpty()
                ? new Long[0]
                : Arrays.stream(list.split(",")).map(Long::valueOf).toArray(Long[]::new);
    }
}
