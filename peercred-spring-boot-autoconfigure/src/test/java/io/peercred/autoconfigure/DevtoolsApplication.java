package io.peercred.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Peer;

/** An application that devtools start again; says {@code ready}, and what it has open, each time. */
final class DevtoolsApplication {

    private DevtoolsApplication() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Configured.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments);
    }

    /** Starts it with devtools on its class path, and as what devtools take for a developer's own start. */
    static Peer start(Path socket, Path watched) {
        List<String> command = new ArrayList<>(ChildJvm.command(
                DevtoolsApplication.class,
                "--peercred.expected-uid=self",
                "--peercred.inbound.clock.path=" + socket,
                "--peercred.outbound.clock.path=" + socket,
                "--spring.devtools.restart.additional-paths=" + watched,
                "--spring.devtools.restart.poll-interval=200ms",
                "--spring.devtools.restart.quiet-period=100ms",
                "--spring.devtools.livereload.enabled=false",
                "--spring.main.keep-alive=true",
                "--logging.level.root=warn"));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + System.getProperty("devtools.jar"));
        return Peer.start(command);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configured {

        /** Kept where the next class loader finds it. */
        private static final String FIRST = "test.first";

        private static final Duration SHORT_WHILE = Duration.ofMillis(500);
        private static final Duration LONG_WHILE = Duration.ofSeconds(5);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String answer(String request) {
            return "heard " + request;
        }

        @Bean
        ApplicationRunner ready(VerifiedSocketTemplate template) {
            return arguments ->
                    System.out.println("ready " + template.convertSendAndReceive("clock", "utc", String.class) + " "
                            + settled() + " loader="
                            + getClass().getClassLoader().getClass().getSimpleName());
        }

        /** What is open, where connections of the start before are given time to go: so much as at the first start. */
        private static String settled() throws IOException {
            String first = System.getProperty(FIRST);
            long end = System.nanoTime() + (first == null ? SHORT_WHILE : LONG_WHILE).toNanos();
            String now = open();
            while (!now.equals(first) && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                now = open();
            }
            if (first == null) {
                System.setProperty(FIRST, now);
            }
            return now;
        }

        private static String open() throws IOException {
            return "sockets=" + sockets() + " threads=" + threads();
        }

        private static long sockets() throws IOException {
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return descriptors.filter(Configured::isSocket).count();
            }
        }

        private static boolean isSocket(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
            } catch (IOException ex) {
                return false; // The one that the directory was read by.
            }
        }

        private static long threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("peercred"))
                    .count();
        }
    }
}
