package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.TestSettings;

/** A client of ours inside a pid namespace: says whom it met who is uid 1001, or why nobody. */
final class NamespacedCaller {

    private NamespacedCaller() {}

    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        Duration patience = Duration.ofMillis(Long.parseLong(arguments[1]));
        try (Caller caller = Caller.of(TestSettings.at(socket).uids(1001L).connectTimeout(patience))) {
            long start = System.nanoTime();
            String answer;
            try {
                PeerCredentials peer = caller.whoListens();
                answer = "met uid " + peer.uid() + " pid " + peer.pid();
            } catch (PeerRejectedException ex) {
                answer = "reported " + caller.rejected().size() + " after "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms: " + ex.getMessage();
            }
            System.out.println(answer);
        }
    }
}
