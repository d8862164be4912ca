# Where it may rename files: takes the socket's place again and again, in all manners, and gives it back.
become(UID)
path = PATHS[0]
aside, elsewhere = path + '.true', path + '.false'


def serve(at, seconds, backlog=64):
    """Accepts whoever comes, lets half of them have an answer they did not ask for, and counts what they say."""
    s = socket.socket(socket.AF_UNIX)
    s.bind(at)
    os.chmod(at, 0o666)
    s.listen(backlog)
    s.settimeout(0.02)
    met = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            c, _ = s.accept()
        except OSError:
            continue
        count('met')
        c.setblocking(True)
        c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 300000))
        if random.randrange(2):
            send(c, random.choice((request(), struct.pack('>I', 0x80000010) + bytes(16), frame(b''))))
        met.append(c)
    s.close()
    for c in met:
        hear(c)
        c.close()


def bound_only(at):
    s = socket.socket(socket.AF_UNIX)
    s.bind(at)
    time.sleep(0.02)
    s.close()


def deaf(at):
    s = socket.socket(socket.AF_UNIX)
    s.bind(at)
    os.chmod(at, 0o666)
    s.listen(0)
    time.sleep(0.1)
    s.close()


def led_away(at):
    os.symlink(elsewhere, at)
    serve(elsewhere, 0.1)
    os.unlink(elsewhere)


def link(destination):
    def manner(at):
        os.symlink(destination, at)
        time.sleep(0.02)
    return manner


def file(at):
    open(at, 'w').close()
    time.sleep(0.02)


def directory(at):
    os.mkdir(at)
    time.sleep(0.02)
    os.rmdir(at)


MANNERS = [lambda at: serve(at, random.uniform(0.02, 0.2))] * 4 + [
    led_away, bound_only, deaf, link('nowhere'), link(path), file, directory]
while going():
    count('attempts')
    os.rename(path, aside)
    try:
        random.choice(MANNERS)(path)
    finally:
        os.rename(aside, path)  # over whatever is there
    time.sleep(random.uniform(0.02, 0.15))
tell()
