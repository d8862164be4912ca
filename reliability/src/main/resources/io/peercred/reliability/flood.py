# Connects as fast as it can.
become(UID)
while going():
    s = connect(random.choice(PATHS))
    if s is None:
        continue
    manner = random.randrange(8)
    if manner == 1:
        send(s, random.randbytes(random.choice((1, 4, 500, 5000))))
    elif manner == 2:
        send(s, request())
        hear(s)
    elif manner == 3:
        hear(s)
    s.close()
tell()
