package io.peercred.reliability.lifecycle;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.NativeSupport;

/** A process that connects and listens as another user when it is told to. Takes root, and python3. */
final class OtherUser implements AutoCloseable {

    static final int UID = 54321;

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final String SCRIPT = """
            import os, socket, sys
            uid = int(sys.argv[1]); listener = None; kept = None
            def be(who): os.seteuid(who)
            def connect(path):
                s = socket.socket(socket.AF_UNIX); s.settimeout(20); be(uid)
                try: s.connect(path); return s
                finally: be(0)
            def end(s):
                n = 0
                try:
                    while True:
                        part = s.recv(65536)
                        if not part: return 'end %d' % n
                        n += len(part)
                except ConnectionResetError: return 'end %d' % n
                finally: s.close()
            def heard():
                sockets = n = 0
                listener.setblocking(False)
                while True:
                    try: s, _ = listener.accept()
                    except BlockingIOError: return '%d %d' % (sockets, n)
                    s.settimeout(20); sockets += 1; n += int(end(s).split()[1])
            for line in sys.stdin:
                command, _, path = line.rstrip('\\n').partition(' ')
                answer = 'ok'
                try:
                    if command == 'connect': answer = end(connect(path))
                    elif command == 'ask':
                        s = connect(path)
                        try: s.sendall(b'\\0\\0\\0\\3abc')
                        except BrokenPipeError: pass
                        answer = end(s)
                    elif command == 'knock': kept = connect(path)
                    elif command == 'answer': answer = end(kept); kept = None
                    elif command == 'leave': bound = socket.socket(socket.AF_UNIX); bound.bind(path); bound.close(); os.chown(path, uid, uid)
                    elif command == 'listen':
                        listener = socket.socket(socket.AF_UNIX); listener.bind(path); os.chmod(path, 0o666)
                        be(uid)
                        try: listener.listen(64)
                        finally: be(0)
                    elif command == 'heard': answer = heard()
                    elif command == 'unlisten': listener.close(); listener = None
                except OSError as e: answer = type(e).__name__
                print(answer, flush=True)
            """;

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    private OtherUser() throws IOException {
        this.process = new ProcessBuilder(PYTHON.toString(), "-c", SCRIPT, Integer.toString(UID))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.answers = this.process.inputReader(StandardCharsets.UTF_8);
        this.commands = this.process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts one; null where this process may not. */
    static @Nullable OtherUser start() throws IOException {
        return NativeSupport.effectiveUid() == 0 && Files.isExecutable(PYTHON) ? new OtherUser() : null;
    }

    String tell(String command) throws IOException {
        this.commands.write(command + "\n");
        this.commands.flush();
        String answer = this.answers.readLine();
        if (answer == null) {
            throw new EOFException("the other user's process has ended");
        }
        return answer;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        this.commands.close();
        if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
            this.process.destroyForcibly();
            throw new IOException("the other user's process does not end");
        }
        this.answers.close();
        this.process.getErrorStream().close();
    }
}
