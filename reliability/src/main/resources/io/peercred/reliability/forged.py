# Control messages: ids of others, files by the hundred, what nobody asked for, bytes out of band.
become(UID)
SCM_CREDENTIALS = 2
PAIR = socket.socketpair()
LISTENER = socket.socket(socket.AF_UNIX)
LISTENER.bind('')  # an abstract name of the kernel's choice
LISTENER.listen(1)
NULL = os.open('/dev/null', os.O_RDWR)


def credentials(uid):
    return (socket.SOL_SOCKET, SCM_CREDENTIALS, struct.pack('iII', os.getpid(), uid, uid))


def files(s):
    choice = random.choice(([NULL], [s.fileno()], [PAIR[0].fileno(), NULL], [LISTENER.fileno()]))
    number = random.choice((1, 2, 16, 61, 200, 253, 254, 1000))
    return (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', (choice * number)[:number]))


def transmit(s, data, control):
    count('attempts')
    try:
        s.sendmsg([data], control)
        return True
    except OSError:
        return False


while going():
    s = connect(random.choice(PATHS), 0.05 if UID == EXPECTED else 2)
    if s is None:
        continue
    for _ in range(random.randint(1, 5)):
        data = random.choice((b'', b'\0', request(), request()[:7]))
        manner = random.randrange(5)
        if manner == 0:
            if transmit(s, data or b'x', [credentials(random.choice((0, 1, 4294967294)))]):
                count('forged')
        elif manner == 1:
            transmit(s, data or b'x', [credentials(UID)])
        elif manner == 2:
            transmit(s, data or b'x', [files(s)])
        elif manner == 3:
            transmit(s, data, [(random.choice((socket.SOL_SOCKET, 0, 41)), random.randrange(256),
                                random.randbytes(random.choice((0, 1, 12, 4000, 60000))))])
        else:
            try:
                s.send(b'!', socket.MSG_OOB)
            except OSError:
                pass
    hear(s)
    s.close()
tell()
