# Processes that die while they are looked at.
become(UID)
while going():
    children = []
    for _ in range(8):
        pid = os.fork()
        if pid == 0:
            signal.alarm(10)
            s = connect(random.choice(PATHS))
            if s is not None and random.randrange(2):
                send(s, request())
            if random.randrange(2):
                signal.pause()
            os._exit(0)
        children.append(pid)
        count('attempts')
    for pid in children:
        if random.randrange(2):
            time.sleep(random.uniform(0, 0.002))
        os.kill(pid, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)
tell()
