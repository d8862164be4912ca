package io.peercred.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Another process, under any user, that tests talk to by lines on its standard input and output. Ended when closed.
 *
 * <p>A Python peer has the functions of {@link #PRELUDE}.
 */
public final class Peer implements AutoCloseable {

    /** What every Python peer can do; {@code argv} are the arguments of {@link #python}. */
    private static final String PRELUDE = """
            import os, socket, struct, sys, time
            argv = sys.argv[1:]
            def say(*words):
                # In one write, buffered or not, so that lines of several processes do not mix.
                sys.stdout.write(' '.join(map(str, words)) + '\\n'); sys.stdout.flush()
            def hear():
                return sys.stdin.readline().rstrip('\\n')
            def become(uid, gid, groups=()):
                os.setgroups(list(groups)); os.setresgid(gid, gid, gid); os.setresuid(uid, uid, uid)
            def address(path):
                return '\\0' + path[1:] if path.startswith('@') else path
            def connect(path):
                s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(address(path)); return s
            def listen(path, backlog=16):
                s = socket.socket(socket.AF_UNIX); s.bind(address(path)); s.listen(backlog)
                if not path.startswith('@'): os.chmod(path, 0o666)
                return s
            def send_frame(s, data):
                s.sendall(struct.pack('>I', len(data)) + data)
            def read_exactly(s, n):
                data = b''
                while len(data) < n:
                    part = s.recv(n - len(data))
                    if not part: raise EOFError('%d of %d bytes' % (len(data), n))
                    data += part
                return data
            def read_frame(s):
                return read_exactly(s, struct.unpack('>I', read_exactly(s, 4))[0])
            def outcome(action):
                try: return action()
                except (EOFError, ConnectionResetError, BrokenPipeError) as e: return type(e).__name__
            """;

    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Peer(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readLines, "peer-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Runs a Python script as this process's user. */
    public static Peer python(String script, Object... arguments) {
        return pythonBy(List.of(), script, arguments);
    }

    /** Runs a Python script by a command that starts programs, such as {@code unshare -U}. */
    public static Peer pythonBy(List<String> prefix, String script, Object... arguments) {
        return pythonOf(pythonInterpreter(prefix), script, arguments);
    }

    private static List<String> pythonInterpreter(List<String> prefix) {
        Needs.python();
        List<String> interpreter = new ArrayList<>(prefix);
        interpreter.add("/usr/bin/python3");
        return interpreter;
    }

    /** Runs a Python script by a command that is an interpreter, whatever its name. */
    public static Peer pythonOf(List<String> interpreter, String script, Object... arguments) {
        return start(command(interpreter, script, arguments));
    }

    /** The command that runs a Python script, for {@link #of}. */
    public static List<String> pythonCommand(String script, Object... arguments) {
        return command(pythonInterpreter(List.of()), script, arguments);
    }

    private static List<String> command(List<String> interpreter, String script, Object... arguments) {
        List<String> command = new ArrayList<>(interpreter);
        command.addAll(List.of("-c", PRELUDE + script));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }

    /** Runs a Python script as the user {@code uid}, of the group of the same number and no other. */
    public static Peer pythonAs(long uid, String script, Object... arguments) {
        Needs.root();
        return python("become(" + uid + ", " + uid + ")\n" + script, arguments);
    }

    /** Runs a program. What it writes to its standard error goes to the test's. */
    public static Peer start(List<String> command) {
        try {
            return new Peer(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A process that somebody else has started, with its standard output piped. */
    public static Peer of(Process process) {
        return new Peer(process);
    }

    private void readLines() {
        try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                this.lines.add(line);
            }
        } catch (IOException ex) {
            this.lines.add("<" + ex + ">");
        }
    }

    /** The next line that it says; fails after twenty seconds. */
    public String line() {
        try {
            String line = this.lines.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the peer said nothing; it is " + (isAlive() ? "alive" : "gone"));
            }
            return line;
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** The next line if it has said one already. */
    public @Nullable String lineIfAny() {
        return this.lines.poll();
    }

    /** Says a line to it. */
    public void say(String line) {
        try {
            this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            this.process.getOutputStream().flush();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The next line that holds these words; those before it are passed over. */
    public String lineWith(String words) {
        String line = line();
        while (!line.contains(words)) {
            line = line();
        }
        return line;
    }

    /** For each of these words the first line that holds them, in whatever order the lines come. */
    public List<String> linesWith(String... words) {
        String[] found = new String[words.length];
        while (Arrays.asList(found).contains(null)) {
            String line = line();
            for (int i = 0; i < words.length; i++) {
                if (found[i] == null && line.contains(words[i])) {
                    found[i] = line;
                }
            }
        }
        return List.of(found);
    }

    public long pid() {
        return this.process.pid();
    }

    public boolean isAlive() {
        return this.process.isAlive();
    }

    /** Waits longer for its end than {@link #exitCode()} does. */
    public void awaitEnd(Duration patience) {
        Awaitility.await("the end of the peer").atMost(patience).until(() -> !isAlive());
    }

    /** Waits for its end, twenty seconds at most, and returns its exit code. */
    public int exitCode() {
        try {
            if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the peer did not end");
            }
            return this.process.exitValue();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Ends it (SIGKILL) without its knowing. */
    public void kill() {
        this.process.destroyForcibly();
    }

    /** Asks it to end (SIGTERM), so that it can clean up, and waits as {@link #exitCode} does. */
    public int terminate() {
        this.process.destroy();
        return exitCode();
    }

    @Override
    public void close() {
        this.process.descendants().forEach(ProcessHandle::destroyForcibly);
        this.process.destroyForcibly();
    }
}
