# Opens connections up to the cap of its user and far beyond, and keeps what it gets.
become(UID)
MANY, CAP = 200, 64


def alive(s):
    """Whether the other side has not ended it."""
    try:
        data = s.recv(65536, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return True
    except OSError:
        return False
    if data:
        count('replies' if UID == EXPECTED else 'got', len(data))
    return bool(data)


most = 0
while going():
    opened = []
    while going() and len(opened) < MANY:
        s = connect(random.choice(PATHS))
        if s is not None:
            opened.append(s)
            if random.randrange(2):
                send(s, b'\0\0\x03')
    # Those that nobody has accepted yet are nobody's; it takes a while until the server has seen them all.
    held = len(opened)
    patience = time.monotonic() + 10
    while held > (CAP if UID == EXPECTED else 0) and time.monotonic() < patience:
        time.sleep(0.1)
        opened = [s for s in opened if alive(s)]
        held = len(opened)
    most = max(most, held)
    if UID == EXPECTED and going():
        time.sleep(min(1.0, max(0.0, END - time.monotonic())))
    for s in opened:
        s.close()
count('held', most)
tell()
