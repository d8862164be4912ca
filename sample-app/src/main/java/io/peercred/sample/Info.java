package io.peercred.sample;

import java.lang.management.ManagementFactory;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;

/**
 * The daemon's state, and who asks for it.
 *
 * @param pid the daemon's
 * @param uptime since the daemon's start, in seconds
 * @param heap its memory
 * @param caller who asks
 */
record Info(long pid, double uptime, Heap heap, Caller caller) {

    /** In bytes. */
    record Heap(long used, long committed, long max) {}

    /** As verified; the pid is null where the kernel cannot say it. */
    record Caller(long uid, long gid, @Nullable Long pid) {}

    static Info now(PeerCredentials caller) {
        Runtime runtime = Runtime.getRuntime();
        long committed = runtime.totalMemory();
        return new Info(
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                new Heap(committed - runtime.freeMemory(), committed, runtime.maxMemory()),
                new Caller(caller.uid(), caller.gid(), caller.pid()));
    }
}
