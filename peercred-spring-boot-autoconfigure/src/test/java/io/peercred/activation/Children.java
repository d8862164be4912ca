package io.peercred.activation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.peercred.connection.Handover;
import io.peercred.connection.SocketActivator;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Peer;

/** Children that tests hand a listening socket to. */
final class Children {

    /** The listener as {@code s}, got as it was passed. */
    private static final String LISTENER = """
            s = socket.socket(fileno=3 if os.environ.get('LISTEN_PID') == str(os.getpid()) else 0)
            """;

    /** Answers every frame with itself and the child's pid. */
    private static final String ECHO = """
            import threading
            def serve(c):
                while True:
                    data = outcome(lambda: read_frame(c))
                    if not isinstance(data, bytes): return
                    send_frame(c, data + b' ' + str(os.getpid()).encode())
            while True:
                c, _ = s.accept()
                threading.Thread(target=serve, args=(c,), daemon=True).start()
            """;

    private Children() {}

    static Peer start(SocketActivator activator, Handover handover, ProcessBuilder child) throws IOException {
        child.redirectError(ProcessBuilder.Redirect.INHERIT);
        return Peer.of(activator.start(child, handover));
    }

    /** A Python script that has the listener as {@code s}. */
    static Peer start(SocketActivator activator, Handover handover, String script, Object... arguments)
            throws IOException {
        return start(activator, handover, new ProcessBuilder(Peer.pythonCommand(LISTENER + script, arguments)));
    }

    static Peer echo(SocketActivator activator, Handover handover) throws IOException {
        return start(activator, handover, ECHO);
    }

    /** Our own application, whose only endpoint is {@code clock}. */
    static Peer application(SocketActivator activator, Handover handover, String... properties) throws IOException {
        return applicationBy(List.of(), activator, handover, properties);
    }

    /** The same, by a command that starts programs. */
    static Peer applicationBy(List<String> prefix, SocketActivator activator, Handover handover, String... properties)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "peercred.expected-uid=0," + NativeSupport.effectiveUid(),
                "peercred.inbound.clock.request-channel=requests",
                "peercred.inbound.clock.activation=" + (handover == Handover.LISTEN_FDS ? "systemd" : "inherited")));
        all.addAll(List.of(properties));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(ActivatedApplication.command(all.toArray(String[]::new)));
        return start(activator, handover, new ProcessBuilder(command));
    }

    /** Its uid and pid, as a new connection shows them. */
    static String whoListens(Path socket) {
        try (Peer peer = Peer.python("""
                s = connect(argv[0])
                pid, uid, gid = struct.unpack('III', s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
                say(uid, pid)
                """, socket)) {
            return peer.line();
        }
    }
}
