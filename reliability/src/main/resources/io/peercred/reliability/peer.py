"""The other side of one socket, cheap enough to be ended thousands of times: `peer.py MODE SOCKET [ARGUMENT...]`.

Takes orders, a line each, on its standard input and answers each with a line; ends with its children at the end of it.
Makes requests and replies of its own, as Exchange.java does, so that both sides check each other.
"""
import os
import random
import select
import signal
import socket
import struct
import sys
import threading
import time

MASK = (1 << 64) - 1
OVERHEAD = 20


def table():
    entries = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        entries.append(value)
    return entries


CRC32C = table()


def checksum(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = CRC32C[(value ^ byte) & 0xFF] ^ value >> 8
    return value ^ 0xFFFFFFFF


def exchange(caller, sequence, size, reply):
    """The bytes of a request or of its reply."""
    state = caller * 31 + sequence & MASK
    words = []
    for _ in range((size - OVERHEAD + 7) // 8):
        state = state + 0x9E3779B97F4A7C15 & MASK
        word = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
        words.append(struct.pack('<Q', word ^ word >> 31 ^ (MASK if reply else 0)))
    data = struct.pack('>QQ', caller, sequence) + b''.join(words)[:size - OVERHEAD]
    return data + struct.pack('>I', checksum(data) ^ (0xFFFFFFFF if reply else 0))


def frame(payload):
    return struct.pack('>I', len(payload)) + payload


def read(connection, count):
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError('the stream ended in a frame' if data else 'the stream ended')
        data += piece
    return bytes(data)


def read_frame(connection):
    return read(connection, struct.unpack('>I', read(connection, 4))[0])


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    return connection


def say(text):
    sys.stdout.write(f'{text}\n')
    sys.stdout.flush()


def fork(work):
    """Runs it in a child, whose status is 0 where it returns, 3 where what came is wrong, else 4."""
    pid = os.fork()
    if pid:
        return pid
    status = 4
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        work()
        status = 0
    except AssertionError as failure:
        status = 3
        print(f'wrong: {failure}', file=sys.stderr, flush=True)
    except (OSError, EOFError) as failure:
        print(f'{os.getpid()}: {failure!r}', file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def call(connection, caller, sequence, size):
    connection.sendall(frame(exchange(caller, sequence, size, False)))
    assert read_frame(connection) == exchange(caller, sequence, size, True), f'reply {sequence} to {caller:x}'


def kill(pid):
    """Ends a child wherever it is; False if it had found something wrong, or lost its server, before."""
    os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def clients(path, width):
    """Clients at full speed, one of which dies every millisecond or so. Says how many did, and how many had reason."""
    def speak(caller):
        sequence = 0
        while True:
            with connect(path) as connection:
                for _ in range(random.randint(1, 50)):
                    sequence += 1
                    call(connection, caller, sequence, random.choice((20, 60, 300, 20000)))

    number = os.getpid() << 32
    children = []
    rounds = failed = 0
    while not select.select([sys.stdin], [], [], random.random() / 500)[0]:
        if len(children) == int(width):
            failed += not kill(children.pop(random.randrange(len(children))))
            rounds += 1
        number += 1
        children.append(fork(lambda: speak(number)))
    for child in children:
        failed += not kill(child)
        rounds += 1
    say(f'{rounds} {failed}')


def serve(path, journal, ready):
    def answer(connection):
        try:
            while True:
                request = read_frame(connection)
                caller, sequence = struct.unpack_from('>QQ', request)
                if request != exchange(caller, sequence, len(request), False):
                    print(f'wrong: a request of {len(request)} bytes', file=sys.stderr, flush=True)
                    os._exit(3)
                os.write(log, request[:16])
                reply = frame(exchange(caller, sequence, len(request), True))
                cut = random.randint(0, len(reply))
                connection.sendall(reply[:cut])
                connection.sendall(reply[cut:])
        except (OSError, EOFError):
            connection.close()

    log = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    if os.path.lexists(path):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    os.write(ready, b'.')
    while True:
        connection = listener.accept()[0]
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def server(path, journal):
    """A server at a time: `start` and `kill`."""
    current = None
    for order in sys.stdin:
        if order == 'start\n':
            here, there = os.pipe()
            current = fork(lambda: serve(path, journal, there))
            os.close(there)
            started = os.read(here, 1) == b'.'
            os.close(here)
            say('ready' if started else 'failed')
        else:
            alive = kill(current)
            current = None
            say('killed' if alive else 'failed')
    if current:
        kill(current)


def stopped(path):
    """Clients that are stopped in the middle of something: `COUNT SECONDS`. Says how many connections the server has
    ended within that time, and the longest time that took."""
    def speak(connection, caller):
        sequence = 0
        while True:
            sequence += 1
            call(connection, caller, sequence, random.choice((20, 5000, 300000)))

    def half(connection, size):
        data = frame(exchange(os.getpid(), 1, size, False))
        connection.sendall(data[:random.randint(1, len(data) - 1)])
        time.sleep(60)

    number = os.getpid() << 32
    for order in sys.stdin:
        count, seconds = order.split()
        waiting = {}
        children = []
        poll = select.poll()
        for i in range(int(count)):
            number += 1
            connection = connect(path)
            work = (lambda: speak(connection, number)) if i % 2 else (lambda: half(connection, 300))
            child = fork(work)
            children.append(child)
            time.sleep(random.random() / 50)
            os.kill(child, signal.SIGSTOP)
            waiting[connection.fileno()] = (time.monotonic(), connection)
            poll.register(connection, 0)
        longest = 0
        ended = 0
        end = time.monotonic() + float(seconds)
        while waiting and time.monotonic() < end:
            for number_of, _ in poll.poll(100):
                poll.unregister(number_of)
                since, connection = waiting.pop(number_of)
                longest = max(longest, time.monotonic() - since)
                connection.close()
                ended += 1
        wrong = 0
        for child in children:
            os.kill(child, signal.SIGCONT)
            time.sleep(0.002)
            os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
            wrong += os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3
        for _, connection in waiting.values():
            connection.close()
        say(f'{ended} {longest:.3f} {wrong}')


def odd(directory):
    """Servers that keep their clients waiting, each at another point."""
    def listen(name, backlog, behave):
        path = os.path.join(directory, name)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(backlog)
        if behave:
            threading.Thread(target=accept, args=(listener, behave), daemon=True).start()
        else:
            filler = []
            try:
                while True:
                    filler.append(socket.socket(socket.AF_UNIX))
                    filler[-1].setblocking(False)
                    filler[-1].connect(path)
            except BlockingIOError:
                pass
            kept.append((listener, filler))

    def accept(listener, behave):
        while True:
            connection = listener.accept()[0]
            threading.Thread(target=guard, args=(connection, behave), daemon=True).start()

    def guard(connection, behave):
        with connection:
            try:
                behave(connection)
                connection.recv(1)
            except (OSError, EOFError):
                pass

    def partial(count):
        def behave(connection):
            reply = frame(read_frame(connection))
            connection.sendall(reply[:count])
        return behave

    def unread(connection):
        poll = select.poll()
        poll.register(connection, select.POLLRDHUP)
        poll.poll()

    kept = []
    listen('backlog', 0, None)
    listen('write', 64, unread)
    listen('head', 64, partial(2))
    listen('body', 64, partial(8))
    listen('answer', 64, partial(0))
    say('ready')
    sys.stdin.read()


if __name__ == '__main__':
    {'clients': clients, 'server': server, 'stopped': stopped, 'odd': odd}[sys.argv[1]](*sys.argv[2:])
