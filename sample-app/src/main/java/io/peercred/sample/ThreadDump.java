package io.peercred.sample;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What each thread is doing, in the manner of jstack. {@link ThreadInfo#toString()} ends after eight frames. */
final class ThreadDump {

    private ThreadDump() {}

    static String now() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                .map(ThreadDump::describe)
                .collect(Collectors.joining("\n\n"));
    }

    private static String describe(ThreadInfo thread) {
        StringBuilder text = new StringBuilder()
                .append('"')
                .append(thread.getThreadName())
                .append("\" #")
                .append(thread.getThreadId())
                .append(thread.isDaemon() ? " daemon " : " ")
                .append(thread.getThreadState());
        if (thread.getLockInfo() != null) {
            text.append("\n\t- waiting for ").append(thread.getLockInfo());
            if (thread.getLockOwnerName() != null) {
                text.append(", held by \"").append(thread.getLockOwnerName()).append('"');
            }
        }
        StackTraceElement[] frames = thread.getStackTrace();
        for (int depth = 0; depth < frames.length; depth++) {
            text.append("\n\tat ").append(frames[depth]);
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.append("\n\t- locked ").append(monitor);
                }
            }
        }
        for (LockInfo lock : thread.getLockedSynchronizers()) {
            text.append("\n\t- holds ").append(lock);
        }
        return text.toString();
    }
}
