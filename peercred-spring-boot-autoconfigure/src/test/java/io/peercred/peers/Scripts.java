package io.peercred.peers;

/** What Python peers do; the first argument is the socket's path. */
public final class Scripts {

    /** Asks once and says what came of it. */
    public static final String ASK = """
            s = connect(argv[0])
            def ask():
                send_frame(s, b'hello'); return read_frame(s).decode()
            say(outcome(ask)); hear()
            """;

    /** Serves one connection: answers with what it is asked. */
    public static final String ECHO = """
            s = listen(argv[0]); say('listening'); s.settimeout(20)
            c, _ = s.accept(); c.settimeout(20)
            send_frame(c, read_frame(c)); hear()
            """;

    /** Serves one connection: says how many bytes came until its end. */
    static final String COUNT = """
            s = listen(argv[0]); say('listening'); s.settimeout(20)
            c, _ = s.accept(); c.settimeout(20)
            count = 0
            while True:
                part = c.recv(100)
                if not part: break
                count += len(part)
            say('read', count, 'bytes'); hear()
            """;

    /** Says of each connection, one after the other, how many bytes came until its end. */
    static final String COUNT_EACH = """
            s = listen(argv[0]); say('listening')
            while True:
                c, _ = s.accept(); c.settimeout(20)
                count = 0
                while True:
                    part = c.recv(100)
                    if not part: break
                    count += len(part)
                say('read', count, 'bytes'); c.close()
            """;

    private Scripts() {}

    /** What {@link #ASK} says where the server has ended the connection. */
    public static boolean isRefusal(String line) {
        return line.equals("EOFError") || line.equals("ConnectionResetError") || line.equals("BrokenPipeError");
    }
}
