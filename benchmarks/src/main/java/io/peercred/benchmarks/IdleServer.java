package io.peercred.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An application with an inbound endpoint for many connections: {@code IdleServer SOCKET}. Each line on its standard
 * input asks for a garbage collection and a line of what it occupies then; the end of it ends the process.
 */
public final class IdleServer {

    private IdleServer() {}

    public static void main(String[] args) throws IOException {
        Map<String, Object> many = Map.of(
                "peercred.inbound.echo.max-connections", 10_000,
                "peercred.inbound.echo.max-connections-per-uid", 10_000,
                "peercred.inbound.echo.backlog", 1024);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PeercredApplication application =
                new PeercredApplication(Path.of(args[0]), many, PeercredApplication::template);
        System.out.println("ready");
        while (commands.readLine() != null) {
            System.gc();
            System.out.println(status("VmRSS") + " " + heapKib() + " " + status("Threads"));
        }
        application.close();
    }

    private static long heapKib() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }

    /** A number of this process in the kernel's words (proc(5)). */
    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
