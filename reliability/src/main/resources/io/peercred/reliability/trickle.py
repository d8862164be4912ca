# A byte at a time, on many connections, until the server ends them.
become(UID)
MANY = 24
slow = []
while going() or going(10) and not counts.get('ended'):
    while going() and len(slow) < MANY:
        s = connect(random.choice(PATHS), 0.2)
        if s is None:
            break
        s.setblocking(False)
        slow.append((s, iter(struct.pack('>I', 5000) + bytes(5000))))
    for pair in list(slow):
        if random.randrange(2) and not send(pair[0], bytes([next(pair[1])])):
            if ended(pair[0]):
                count('ended')
            hear(pair[0])
            pair[0].close()
            slow.remove(pair)
    time.sleep(0.02)
for s, _ in slow:
    hear(s)
tell()
