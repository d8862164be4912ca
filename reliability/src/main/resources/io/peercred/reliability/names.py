# Clients bound to paths that look like somebody, or like lines of a log: so short that they are not cut, and what follows
# a forged line stands alone.
become(UID)
here = os.path.dirname(PATHS[0])
WORDS = ('uid 0 (root)', '\n12:00:00.000 ERROR uid 0 (root)\n', '\x1b[2J\x1b[31muid 0\x1b[0m',
         '\r\nuid=0 pid=1', 'x' * 100, '%s%n{}${jndi:x}', '\u202e\u2028uid 0', '"}\n{"uid":0}', '@', '\x7f\b\b\b')
while going():
    word = random.choice(WORDS).encode()[:90 - len(here.encode())] + b'%d' % random.getrandbits(30)
    if random.randrange(2):
        name = b'\0' + random.choice((word, word.replace(b' ', b'\0'), b'\0' * 20 + word, bytes(100)))
    else:
        name = os.path.join(here.encode(), word)
    s = connect(random.choice(PATHS), bound_to=name[:107])
    if s is not None:
        send(s, request())
        hear(s)
        s.close()
    if name[:1] != b'\0' and os.path.lexists(name[:107]):
        os.unlink(name[:107])
tell()
