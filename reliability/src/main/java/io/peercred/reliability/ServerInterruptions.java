package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.integration.PeercredInboundGateway;

/**
 * Threads of a server in this process are interrupted at random instants: those that read, write, handle or judge, and now
 * and then the one that stops the endpoint, which then starts again.
 */
final class ServerInterruptions implements Fault {

    private static final int CALLERS = 4;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int RESTART = 100;

    @Override
    public String name() {
        return "interruption of our server";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path socket = scene.directory().resolve("interrupted");
        List<String> arguments = new ArrayList<>(scene.serverProperties());
        arguments.addAll(List.of(
                "--peercred.expected-uid=self",
                "--peercred.content-type=application/octet-stream",
                "--peercred.inbound.target.path=" + socket));
        SpringApplication application = new SpringApplication(FaultyApplication.Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (ConfigurableApplicationContext server = application.run(arguments.toArray(String[]::new));
                ClientApplication client = Scene.client(socket);
                CallingThreads callers = scene.callersOfMortal(client, CALLERS, tally)) {
            PeercredInboundGateway gateway = server.getBean(PeercredInboundGateway.class);
            do {
                KilledServer.pause(random.nextLong(PAUSE));
                List<Thread> threads = threads();
                if (!threads.isEmpty()) {
                    threads.get(random.nextInt(threads.size())).interrupt();
                }
                tally.round();
                if (tally.rounds() % RESTART == 0) {
                    stop(gateway, random.nextLong(PAUSE));
                    gateway.start();
                    callers.awaitService(System.nanoTime());
                    scene.journal().check(tally);
                }
            } while (System.nanoTime() - end < 0 || tally.rounds() < RESTART);
            callers.awaitService(System.nanoTime());
        }
        scene.journal().check(tally);
        LeftFiles.requireNone(scene, socket);
    }

    /** Its own ones; those that wait for many are the server's, and nobody interrupts them. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().matches("peercred-target-\\d+"))
                .toList();
    }

    private static void stop(PeercredInboundGateway gateway, long nanos) throws InterruptedException {
        boolean[] kept = new boolean[1];
        Thread stopping = new Thread(() -> {
            gateway.stop();
            while (!Thread.currentThread().isInterrupted()) { // Which may come later.
                Thread.onSpinWait();
            }
            kept[0] = true;
        });
        stopping.start();
        KilledServer.pause(nanos);
        stopping.interrupt();
        stopping.join(TimeUnit.NANOSECONDS.toMillis(Tally.PATIENCE));
        if (!kept[0] || gateway.isRunning()) {
            throw new IllegalStateException(
                    "an endpoint that was stopped and interrupted still runs, or has forgotten that");
        }
    }
}
