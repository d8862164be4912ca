# An expected user who makes the handler fail, as fast as it can; the answers are error frames.
become(UID)
BATCH = 20


def exactly(s, number):
    data = b''
    while len(data) < number:
        part = s.recv(number - len(data))
        if not part:
            raise EOFError
        data += part
    return data


while going():
    s = connect(random.choice(PATHS))
    if s is None:
        continue
    try:
        while going():
            s.sendall(frame(b'none of yours') * BATCH)
            for _ in range(BATCH):
                length, = struct.unpack('>I', exactly(s, 4))
                exactly(s, length & 0x7fffffff)
                count('attempts')
                count('errors' if length >> 31 else 'answers')
    except (OSError, EOFError):
        count('ended')
    s.close()
tell()
