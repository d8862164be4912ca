# Connections of one user in the hands of another. Starts as root, which is expected; each other is not.
# PATHS: where each message is judged by its writer; where a connection is, by who opened it.
import json, traceback
by_message, by_connection = PATHS


def ask(s):
    """In the hands of UID, or opened by it."""
    send(s, request())
    hear(s)


def in_child(work):
    """Runs it in a process of its own, and adds what that has counted; where it fails, this does."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            signal.alarm(14)
            counts.clear()
            work()
            os.write(into, json.dumps(counts).encode())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(into)
    told = os.read(out, 1000)
    os.close(out)
    ended_well(pid)
    for what, number in json.loads(told).items():
        count(what, number)


def ended_well(pid):
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f'a child ended with {status}')


def inherited():
    s = connect(by_message)
    if s is not None:
        def work():
            become(UID)
            ask(s)
        in_child(work)
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
        become(UID)
        _, fds, _, _ = socket.recv_fds(theirs, 1, 1)
        with socket.socket(fileno=fds[0]) as received:
            received.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 2, 0))
            ask(received)
    in_child(work)
    theirs.close()


def passed_up():
    ours, theirs = socket.socketpair()

    def work():
        become(UID)
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
        s = connect(by_message)
        if s is None:
            return
        become(UID)
        other = os.fork()
        if other == 0:  # two that write at once
            send(s, request())
            os._exit(0)
        ask(s)
        ended_well(other)
    in_child(work)


while going():
    random.choice((inherited, passed_on, passed_up, changed_after_connect))()
tell()
