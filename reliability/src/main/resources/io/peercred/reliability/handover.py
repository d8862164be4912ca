# Connections of one user in the hands of another. Starts as root, which is expected; each other is not.
# PATHS: where each message is judged by its writer; where a connection is, by who opened it.
by_message, by_connection = PATHS


def ask(s):
    """In the hands of UID, or opened by it."""
    send(s, request())
    hear(s)


def in_child(work):
    """Runs it under UID, and adds what it has counted."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            signal.alarm(10)
            counts.clear()
            become(UID)
            work()
            os.write(into, b'%d' % counts.get('got', 0))
        finally:
            os._exit(0)
    os.close(into)
    told = os.read(out, 100)
    os.close(out)
    os.waitpid(pid, 0)
    count('got', int(told or b'0'))


def inherited():
    s = connect(by_message)
    if s is not None:
        in_child(lambda: ask(s))
        s.close()


def passed_on():
    ours, theirs = socket.socketpair()
    s = connect(by_message)
    if s is None:
        return
    socket.send_fds(ours, [b'x'], [s.fileno()])
    s.close()
    ours.close()

    def work():
        _, fds, _, _ = socket.recv_fds(theirs, 1, 1)
        with socket.socket(fileno=fds[0]) as received:
            received.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 2, 0))
            ask(received)
    in_child(work)
    theirs.close()


def passed_up():
    ours, theirs = socket.socketpair()

    def work():
        s = connect(by_connection)
        if s is not None:
            socket.send_fds(theirs, [b'x'], [s.fileno()])
    in_child(work)
    theirs.close()
    data, fds, _, _ = socket.recv_fds(ours, 1, 1)
    for fd in fds:
        with socket.socket(fileno=fd) as received:
            ask(received)
    ours.close()


def changed_after_connect():
    def work():
        s = connect(by_connection)
        if s is None:
            return
        if os.fork() == 0:  # two that write at once
            send(s, request())
            os._exit(0)
        ask(s)
        os.wait()
    in_child(work)


while going():
    random.choice((inherited, passed_on, passed_up, changed_after_connect))()
tell()
