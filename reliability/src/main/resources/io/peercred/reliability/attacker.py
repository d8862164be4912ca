"""What every attacker has: it becomes its user, ends in time, and tells at its end what it did and what it got.

Put in front of each of the other scripts; called with UID SECONDS PATH...
"""
import array, os, random, select, signal, socket, struct, sys, time

UID, SECONDS, PATHS = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
EXPECTED = 65533
END = time.monotonic() + SECONDS
PARENT = os.getppid()
os.setsid()  # so that whoever started it finds all that it started
signal.alarm(int(SECONDS) + 15)
counts = {}


def count(what, number=1):
    counts[what] = counts.get(what, 0) + number


def going(longer=0):
    """Not where nobody is left whom it could tell."""
    return time.monotonic() < END + longer and os.getppid() == PARENT


def become(uid):
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def unix_socket(seconds=2.0):
    """Blocking, but neither for good."""
    s = socket.socket(socket.AF_UNIX)
    patience = struct.pack('ll', int(seconds), int(seconds % 1 * 1e6))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
    return s


def connect(path, seconds=2.0, bound_to=None):
    """None if it is not reached: the backlog was full for so long, or somebody has exchanged the file."""
    count('attempts')
    s = unix_socket(seconds)
    try:
        if bound_to is not None:
            s.bind(bound_to)
        s.connect(path)
        return s
    except OSError:
        count('unreached')
        s.close()
        return None


def send(s, data):
    """Whether all of it went."""
    try:
        s.sendall(data)
        return True
    except OSError:
        return False


def hear(s, most=1 << 20):
    """Counts what comes until the end, until nothing has come for a while, or until it has lasted."""
    heard = b''
    until = time.monotonic() + 10
    try:
        while len(heard) < most and time.monotonic() < until:
            part = s.recv(65536)
            if not part:
                break
            heard += part
    except OSError:
        pass
    if heard:
        count('replies' if UID == EXPECTED else 'got', len(heard))
    return heard


def ended(s):
    """Whether the other side has ended it, which can be seen without reading."""
    poll = select.poll()
    poll.register(s, 0)
    return bool(poll.poll(0))


def frame(payload):
    return struct.pack('>I', len(payload)) + payload


def request():
    """One that the handler would answer, of a caller that nobody else is; of an expected user one that it fails at."""
    data = struct.pack('>qq', random.getrandbits(63), 1)
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return frame(data + struct.pack('>I', crc if UID == EXPECTED else crc ^ 0xffffffff))


def tell():
    print(' '.join(f'{what}={number}' for what, number in sorted(counts.items())), flush=True)
