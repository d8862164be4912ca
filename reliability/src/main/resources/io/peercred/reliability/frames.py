# Frames that are none: cut short, of a length that nobody has, with the bit of error frames, or just bytes.
become(UID)
LENGTHS = (0x7fffffff, 0xffffffff, 0x80000000, 0x80000001, 0x800000ff, 0x7ffffffb, 0x01000001, 0x00ffffff, 20, 1)
while going():
    s = connect(random.choice(PATHS), 0.05 if UID == EXPECTED else 2)
    if s is None:
        continue
    manner = random.randrange(3)
    if manner == 0:
        data = struct.pack('>I', random.choice(LENGTHS))
    elif manner == 1:
        data = request()
    else:
        data = random.randbytes(random.choice((4, 60, 70000)))
    sent = send(s, data[:random.randint(1, len(data))] if random.randrange(2) else data)
    if sent and random.randrange(2):
        try:
            s.shutdown(socket.SHUT_WR)
        except OSError:
            pass
    hear(s)
    s.close()
tell()
