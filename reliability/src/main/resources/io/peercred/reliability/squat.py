# Where others may make files, too: is there before a server, in all manners, and looks in the end whether it still is.
# Ends when its input does.
become(UID)
target, base = PATHS


def listen(at):
    s = unix_socket(0.05)
    s.bind(at)
    os.chmod(at, 0o666)
    s.listen(64)
    return s


live = listen(base + 'live')
listen(base + 'dead').close()
os.symlink(target, base + 'link')
os.symlink('nowhere', base + 'dangling')
os.symlink(base + 'loop', base + 'loop')
os.symlink(base + 'live', base + 'away')
os.mkdir(base + 'directory')
os.mkfifo(base + 'fifo')
open(base + 'file', 'w').close()
os.mkfifo(base + 'lock.lock')
os.symlink('/etc/hostname', base + 'led.lock')
ours = [name for name in os.listdir(os.path.dirname(base)) if name.startswith(os.path.basename(base))]
print('ready', flush=True)
while going() and not select.select([sys.stdin], [], [], 0)[0]:
    try:
        met, _ = live.accept()
    except OSError:
        continue
    count('met')
    met.settimeout(2)
    hear(met)
    met.close()
for name in ours:
    at = os.path.join(os.path.dirname(base), name)
    count('attempts')
    if not os.path.lexists(at):
        count('succeeded')  # Somebody deleted what is not his.
    elif os.path.isdir(at):
        os.rmdir(at)
    else:
        os.unlink(at)
tell()
