package io.peercred.testing;

/** A socket that takes as long to close as its maker likes (SO_LINGER), for whoever has its last descriptor. */
public final class LingeringSocket {

    /** Python: sends a socket that takes so many seconds to close, which nobody else has. */
    public static final String SENDING = """
            import signal
            signal.signal(signal.SIGALRM, lambda *ignored: None)
            kept = []
            def lingering(seconds):
                listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen(1)
                c = socket.socket(); c.connect(listener.getsockname()); kept.append(listener.accept()); c.setblocking(False)
                try:
                    while True: c.send(b'x' * 65536)
                except BlockingIOError: pass
                c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, seconds))
                return c
            def close_at_once(c):
                # Whoever it was sent to may have closed it already: then this is the last descriptor, and would wait.
                signal.setitimer(signal.ITIMER_REAL, 0.02); c.close(); signal.setitimer(signal.ITIMER_REAL, 0)
            def send_lingering(s, c):
                try: socket.send_fds(s, [b'x'], [c.fileno()])
                finally: close_at_once(c)
            """;

    private LingeringSocket() {}
}
