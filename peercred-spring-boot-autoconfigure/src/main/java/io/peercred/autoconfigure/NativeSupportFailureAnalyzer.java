package io.peercred.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.peercred.platform.NativeSupportException;

/** Says what this machine lacks. */
final class NativeSupportFailureAnalyzer extends AbstractFailureAnalyzer<NativeSupportException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NativeSupportException cause) {
        String action =
                switch (cause.reason()) {
                    case UNSUPPORTED_SYSTEM ->
                        "Run the application on Linux (x86-64, aarch64), or disable its endpoints here"
                                + " (peercred.inbound.NAME.enabled=false, peercred.outbound.NAME.enabled=false).";
                    case NOT_LOADABLE ->
                        "Native libraries are unpacked where they are loaded: JNA's into ~/.cache/JNA/temp"
                                + " (XDG_CACHE_HOME) or else the temporary directory, junixsocket's into the temporary"
                                + " directory ("
                                + System.getProperty("java.io.tmpdir")
                                + "). Where one of these is read-only or mounted noexec, name another one for each:"
                                + " -Djna.tmpdir=DIR and -Dorg.newsclub.net.unix.library.tmpdir=DIR. Check also that"
                                + " jna and junixsocket-native-common are on the class path.";
                };
        return new FailureAnalysis(cause.getMessage() + ".", action, cause);
    }
}
