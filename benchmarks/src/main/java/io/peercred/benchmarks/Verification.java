package io.peercred.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserNamespace;

/** What this starter adds to a connection: the peer's credentials from the kernel, and the policy's verdict. */
final class Verification {

    private final PeerVerification verification;

    Verification(Endpoint.Direction direction, Path path) {
        PeerPolicy policy = new PeerPolicy(Set.of(NativeSupport.effectiveUid()), Set.of(), UserNamespace.current());
        this.verification = new PeerVerification(new Endpoint("echo", direction, path.toString()), policy, List.of());
    }

    void verify(int fd) {
        this.verification.verify(PeerCredentialsReader.read(fd, this.verification.endpoint()));
    }
}
