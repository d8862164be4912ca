package io.peercred.sample;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.MessagingException;
import org.springframework.util.FileSystemUtils;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.NativeSupportException;
import io.peercred.template.VerifiedSocketOperations;

/**
 * Without arguments: starts the daemon in another process and shows whom both sides accept and refuse. Takes no rights:
 * where nobody can become another user, an endpoint that expects another one makes an impostor of us.
 */
final class Demonstration {

    private final PrintStream out;
    private final Path directory;
    private final long self = NativeSupport.effectiveUid();
    /** Somebody else, whom any system knows. */
    private final long other = this.self == 0 ? 1 : 0;

    private @Nullable DaemonProcess started;
    private boolean givenUp;

    private Demonstration(PrintStream out, Path directory) {
        this.out = out;
        this.directory = directory;
    }

    /** Returns if all went as expected, else throws {@link ExitException}. */
    static void run(PrintStream out) {
        try {
            NativeSupport.require();
            Path directory = Files.createTempDirectory("peercred-demo-");
            Demonstration demonstration = new Demonstration(out, directory);
            Runtime.getRuntime().addShutdownHook(new Thread(demonstration::giveUp, "give-up"));
            try {
                demonstration.run();
            } finally {
                demonstration.deleteDirectory();
            }
        } catch (UnexpectedException
                | IOException
                | NativeSupportException
                | MessagingException
                | PeerRejectedException ex) {
            throw failure(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw failure(ex);
        }
        out.println("\nAll of it went as expected.");
    }

    private static ExitException failure(Exception ex) {
        return new ExitException(Exit.FAILED, "not as expected: " + ex.getMessage(), ex);
    }

    private void run() throws IOException, InterruptedException, UnexpectedException {
        say("Two processes talk over Unix sockets. Each learns from the kernel who the other is,");
        say("and decides before the first byte.\n");
        say(
                "The client is this process: %s, pid %d.",
                Names.user(this.self), ProcessHandle.current().pid());
        // The client first, since ahead-of-time processing ends here, before there is a process to end.
        try (ConfigurableApplicationContext context = Context.quiet(Map.of(), clientOptions());
                DaemonProcess daemon = startDaemon()) {
            daemon.await(Server.READY);
            say("The daemon is another:      %s, pid %d.", Names.user(this.self), daemon.pid());
            say("It listens in %s at two sockets:", this.directory);
            say("  diagnostics.sock expects %s, the client's user,", Names.user(this.self));
            say("  guarded.sock     expects %s, who the client is not.", Names.user(this.other));
            new Scenes(this.out, context.getBean(VerifiedSocketOperations.class), daemon, this.self, this.other).play();
        }
        say("\nThe daemon was told to stop, and has removed its sockets.");
        requireEmptyDirectory();
    }

    private synchronized DaemonProcess startDaemon() throws IOException, UnexpectedException {
        UnexpectedException.unless(!this.givenUp, "interrupted");
        DaemonProcess daemon = DaemonProcess.start(daemonOptions());
        this.started = daemon;
        return daemon;
    }

    /** Where somebody ends us before we are done; else there is nothing left to do. */
    private synchronized void giveUp() {
        this.givenUp = true;
        if (this.started != null) {
            this.started.close();
        }
        try {
            deleteDirectory();
        } catch (IOException ex) {
            System.err.println("sample-app: " + this.directory + " could not be deleted: " + ex);
        }
    }

    private synchronized void deleteDirectory() throws IOException {
        FileSystemUtils.deleteRecursively(this.directory);
    }

    private void requireEmptyDirectory() throws IOException, UnexpectedException {
        try (Stream<Path> left = Files.list(this.directory)) {
            List<Path> files = left.toList();
            UnexpectedException.unless(files.isEmpty(), "the daemon left " + files);
        }
    }

    private List<String> daemonOptions() {
        return List.of(
                "--peercred.inbound.diagnostics.path=" + this.directory.resolve("diagnostics.sock"),
                "--peercred.inbound.diagnostics.expected-uid=self",
                "--peercred.inbound.guarded.path=" + this.directory.resolve("guarded.sock"),
                "--peercred.inbound.guarded.expected-uid=" + this.other,
                "--peercred.inbound.guarded.request-channel=peercred.inbound.diagnostics");
    }

    private String[] clientOptions() {
        return new String[] {
            "--peercred.inbound.diagnostics.enabled=false",
            "--peercred.outbound.diagnostics.path=" + this.directory.resolve("diagnostics.sock"),
            "--peercred.outbound.diagnostics.expected-uid=self",
            "--peercred.outbound.guarded.path=" + this.directory.resolve("guarded.sock"),
            "--peercred.outbound.guarded.expected-uid=self",
            "--peercred.outbound.wary.path=" + this.directory.resolve("diagnostics.sock"),
            "--peercred.outbound.wary.expected-uid=" + this.other
        };
    }

    private void say(String line, @Nullable Object... arguments) {
        this.out.printf(line + "%n", arguments);
    }
}
