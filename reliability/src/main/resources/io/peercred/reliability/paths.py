# Where others may make files, but not touch ours: tries to take the socket's place, and to lead there by links.
import fcntl
become(UID)
here = os.path.dirname(PATHS[0])
mine = os.path.join(here, f'mine{os.getpid()}')


def bind(path):
    s = unix_socket()
    try:
        s.bind(path)
    finally:
        s.close()


def bind_over(path):
    try:
        bind(mine)
        os.rename(mine, path)
    finally:
        if os.path.lexists(mine):
            os.unlink(mine)


def directory_link(path):
    os.rename(os.path.dirname(path), mine)


TRIES = (os.unlink, bind, bind_over, directory_link, lambda path: os.rename(path, mine),
         lambda path: os.symlink('/dev/null', path), lambda path: os.chmod(path, 0),
         lambda path: os.chown(path, UID, UID), lambda path: os.mkdir(path), lambda path: open(path, 'w').close(),
         lambda path: os.rmdir(os.path.dirname(path)), lambda path: os.chmod(os.path.dirname(path), 0o777),
         lambda path: os.mkfifo(path), lambda path: os.truncate(path, 0))
locks = []
for path in PATHS:  # What a server that starts here would want for itself.
    try:
        fd = os.open(path + '.lock', os.O_CREAT | os.O_RDWR, 0o666)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        locks.append(path + '.lock')
    except OSError:
        pass
rounds = 0
while going():
    rounds += 1
    path = random.choice(PATHS)
    for attempt in random.sample(TRIES, 4):
        count('attempts')
        try:
            attempt(path)
            count('succeeded')
        except OSError:
            pass
    link = f'{mine}.link'
    for destination in (path, 'nowhere', link, os.path.join(here, '..', os.path.basename(here), os.path.basename(path))):
        os.symlink(destination, link)
        s = connect(link)
        if s is not None:
            send(s, request())
            hear(s)
            s.close()
        os.unlink(link)
for lock in locks:
    os.unlink(lock)
tell()
