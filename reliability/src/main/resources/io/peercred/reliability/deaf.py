# An expected user who asks and asks, and reads no answer.
become(UID)
MANY = 8
while going():
    asking = [s for s in (connect(PATHS[0], 0.1) for _ in range(MANY)) if s is not None]
    for s in asking:
        while going() and send(s, frame(b'') * 100):
            count('attempts', 100)
    time.sleep(min(1.0, max(0.0, END - time.monotonic())))
    for s in asking:
        s.close()
tell()
