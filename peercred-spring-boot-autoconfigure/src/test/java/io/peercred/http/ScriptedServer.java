package io.peercred.http;

import java.nio.file.Path;

import io.peercred.testing.Peer;

/** Servers in Python that do what no real one does. */
final class ScriptedServer {

    private static final String PRELUDE = """
            def listen_here():
                l = listen(argv[0]); say('listening'); l.settimeout(20); return l
            def accept(l):
                c, _ = l.accept(); c.settimeout(20); return c
            def read_head(c):
                data = b''
                while not data.endswith(b'\\r\\n\\r\\n'):
                    part = c.recv(1)
                    if not part: return None
                    data += part
                return data.decode()
            def first_line(c):
                head = read_head(c)
                return 'end' if head is None else head.split('\\r\\n')[0]
            def answer(c, body='', status='200 OK', headers=''):
                c.sendall(('HTTP/1.1 %s\\r\\nContent-Length: %d\\r\\n%s\\r\\n%s' % (status, len(body), headers, body)).encode())
            """;

    private ScriptedServer() {}

    /** Starts it; it listens when this returns. */
    static Peer start(Path path, String script) {
        return started(Peer.python(PRELUDE + script, path));
    }

    /** Starts it as another user. */
    static Peer startAs(long uid, Path path, String script) {
        return started(Peer.pythonAs(uid, PRELUDE + script, path));
    }

    private static Peer started(Peer server) {
        if (!server.line().equals("listening")) {
            throw new AssertionError("it does not listen");
        }
        return server;
    }
}
