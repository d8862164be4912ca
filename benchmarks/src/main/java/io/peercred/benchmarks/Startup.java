package io.peercred.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How long an application takes to be ready, with this starter and with {@code spring-boot-starter-integration} alone,
 * in turn: {@code Startup RESULTS quick|full}.
 */
public final class Startup {

    /** What the starter brings; the alternatives that are measured here are on neither class path. */
    private static final Pattern STARTER = Pattern.compile("(peercred|junixsocket|jna|commons-pool2)-.*");

    private static final Pattern ALTERNATIVES =
            Pattern.compile("(grpc|jmh|guava|gson|spring-integration-ip|perfmark|jopt|commons-math3).*");

    private Startup() {}

    public static void main(String[] args) throws Exception {
        int rounds = args[1].equals("quick") ? 3 : 15;
        List<Long> with = new ArrayList<>();
        List<Long> without = new ArrayList<>();
        start(true); // Brings the files into memory.
        for (int round = 0; round < rounds; round++) {
            without.add(start(false));
            with.add(start(true));
        }
        Files.writeString(
                Path.of(args[0], "startup.json"), "{\"with_ms\": %s, \"without_ms\": %s}%n".formatted(with, without));
    }

    private static long start(boolean starter) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create()) {
            Path socket = scratch.directory().resolve("echo.sock");
            List<String> command = Java.command(classPath(starter));
            command.add(StartedApplication.class.getName());
            command.addAll(List.of(
                    "--logging.level.root=WARN",
                    "--peercred.expected-uid=self",
                    "--peercred.inbound.echo.path=" + socket,
                    "--peercred.outbound.echo.path=" + socket));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String[] answer = said.split(" ");
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0 || answer.length != 2) {
                process.destroy();
                throw new IOException("The application has failed: " + said);
            }
            if (Boolean.parseBoolean(answer[1]) != starter) {
                throw new IOException("The class path is wrong: " + command);
            }
            return Long.parseLong(answer[0]);
        }
    }

    private static String classPath(boolean starter) {
        return Arrays.stream(Java.classPath().split(File.pathSeparator))
                .filter(jar -> {
                    String name = Path.of(jar).getFileName().toString();
                    return (starter || !STARTER.matcher(name).matches())
                            && !ALTERNATIVES.matcher(name).matches();
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}
