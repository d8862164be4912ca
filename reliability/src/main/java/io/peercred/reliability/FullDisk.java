package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.peercred.connection.PeerClosedException;

/**
 * The file system of the socket has no room left, for files or for bytes, when our server starts or stops. It is a small one
 * that only the server's own mount namespace has, and is gone with it.
 */
final class FullDisk implements Fault {

    private static final int CALLERS = 2;
    private static final int FILES = 16;

    @Override
    public String name() {
        return "full disk under the socket";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        Path mount = Files.createDirectory(scene.directory().resolve("full"));
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=0755,size=64k,nr_inodes=" + FILES + " peercred " + mount + " && exec \"$@\"",
                "sh"));
        List<String> arguments = new ArrayList<>(scene.serverProperties());
        arguments.addAll(List.of(
                "--peercred.expected-uid=self",
                "--peercred.content-type=application/octet-stream",
                "--peercred.inbound.target.auto-startup=false",
                "--peercred.inbound.target.path=" + mount.resolve("s")));
        command.addAll(Java.command(Restarts.class, List.of("-Xmx96m"), arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(scene.log()))
                .start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
                Writer orders = process.outputWriter(StandardCharsets.UTF_8)) {
            new Conversation(answers, orders).expect("ready");
            // As the server sees it.
            Path there = Path.of("/proc", Long.toString(process.pid()), "root")
                    .resolve(mount.toString().substring(1));
            rounds(scene, tally, there, new Conversation(answers, orders), end);
        } finally {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.delete(mount);
        }
        if (process.exitValue() != 0) {
            throw new IOException("the server ended badly");
        }
    }

    /** With the server, line by line. */
    private record Conversation(BufferedReader answers, Writer orders) {

        String order(String line) throws IOException {
            this.orders.write(line + "\n");
            this.orders.flush();
            return String.valueOf(this.answers.readLine());
        }

        void expect(String expected) throws IOException {
            require(expected, String.valueOf(this.answers.readLine()));
        }

        void order(String line, String expected) throws IOException {
            require(expected, order(line));
        }

        private static void require(String expected, String answer) throws IOException {
            if (!answer.equals(expected)) {
                throw new IOException("not " + expected + " but " + answer);
            }
        }
    }

    private static void rounds(Scene scene, Tally tally, Path there, Conversation server, long end) throws Exception {
        try (ClientApplication client = Scene.client(there.resolve("s"));
                CallingThreads callers =
                        scene.callers(client, CALLERS, tally, ConnectException.class, PeerClosedException.class)) {
            do {
                int room = ThreadLocalRandom.current().nextInt(4);
                // Such as the last round's, where there was no room for the lock under which it is removed.
                boolean dead = Files.exists(there.resolve("s"));
                fill(there, room);
                // A lock file and a socket, for which that of the dead one is room.
                boolean enough = room >= (dead ? 1 : 2);
                String answer = server.order("start");
                if (enough ? !answer.equals("started") : !isClear(answer)) {
                    throw new IOException(
                            "with room for " + room + " files" + (dead ? " and a dead socket: " : ": ") + answer);
                }
                requireNoLock(there);
                if (!enough) {
                    clear(there);
                    server.order("start", "started");
                }
                callers.awaitService(System.nanoTime());
                fill(there, ThreadLocalRandom.current().nextInt(2));
                server.order("stop", "stopped");
                clear(there);
                requireNoLock(there);
                tally.round();
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
            server.order("start", "started");
            callers.awaitService(System.nanoTime());
            server.order("stop", "stopped");
        }
        server.orders().close();
    }

    private static boolean isClear(String answer) {
        return answer.startsWith("FAILED: Inbound endpoint 'target' cannot listen at ")
                && answer.contains("No space left on device");
    }

    /** Leaves room for so many files, and hardly a byte for their contents. */
    private static void fill(Path directory, int room) throws IOException {
        List<Path> made = new ArrayList<>();
        try {
            while (made.size() <= FILES) {
                Path next = directory.resolve("filler" + System.nanoTime());
                Files.createFile(next);
                made.add(next);
            }
        } catch (FileSystemException ex) {
            fill(made.get(made.size() - 1));
            for (Path each : made.subList(0, room)) {
                Files.delete(each);
            }
            return;
        }
        throw new IOException("the file system does not get full");
    }

    private static void fill(Path file) throws IOException {
        byte[] page = new byte[1 << 12];
        boolean full = false;
        for (int i = 0; i < 32 && !full; i++) {
            try {
                Files.write(file, page, StandardOpenOption.APPEND);
            } catch (IOException ex) {
                full = true;
            }
        }
        if (!full) {
            throw new IOException("the file system has room for more bytes");
        }
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.filter(file -> file.getFileName().toString().startsWith("filler"))
                    .toList()) {
                Files.delete(each);
            }
        }
    }

    private static void requireNoLock(Path directory) throws IOException {
        if (Files.exists(directory.resolve("s.lock"))) {
            throw new IOException("a lock file was left behind");
        }
    }
}
