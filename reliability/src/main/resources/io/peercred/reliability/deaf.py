# An expected user who asks and asks, and reads no answer, until the server ends its connections.
become(UID)
MANY = 8
asking = []
while going() or going(10) and not counts.get('ended'):
    while going() and len(asking) < MANY:
        s = connect(PATHS[0], 0.1)
        if s is None:
            break
        while going() and send(s, frame(b'') * 100):
            count('attempts', 100)
        asking.append(s)
    for s in [each for each in asking if ended(each)]:
        count('ended')
        s.close()
        asking.remove(s)
    time.sleep(0.1)
tell()
