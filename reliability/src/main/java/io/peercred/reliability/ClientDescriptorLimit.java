package io.peercred.reliability;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

import io.peercred.connection.PeerClosedException;

/** This process, which calls, may open no more files for a while. */
final class ClientDescriptorLimit implements Fault {

    private static final int CALLERS = 8;

    @Override
    public String name() {
        return "descriptor limit of our client";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        long pid = ProcessHandle.current().pid();
        long before = DescriptorLimit.limit(pid);
        try (ClientApplication client = Scene.client(scene.socket(), "--peercred.outbound.target.pool.max-idle=0");
                CallingThreads callers = scene.callers(
                        client,
                        CALLERS,
                        tally,
                        SocketException.class,
                        SocketTimeoutException.class,
                        PeerClosedException.class)) {
            do {
                callers.awaitService(System.nanoTime());
                // One program sets it back, too: none can be started meanwhile.
                Process process = new ProcessBuilder(
                                "sh",
                                "-c",
                                "prlimit --pid " + pid + " --nofile=10:; sleep 0.5; prlimit --pid " + pid + " --nofile="
                                        + before + ":")
                        .start();
                if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException("prlimit failed");
                }
                callers.awaitService(System.nanoTime());
                tally.round();
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
        }
    }
}
