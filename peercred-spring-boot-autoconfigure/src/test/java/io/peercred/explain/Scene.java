package io.peercred.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** Files of a test, and users who really try to connect. */
final class Scene implements AutoCloseable {

    /** Each user is a process of its own, and asks a question, since a refusal may come late. */
    private static final String USERS = """
            def attempt(path, uid, groups, asks):
                groups = [int(g) for g in groups.split(',')]
                become(int(uid), groups[0], groups[1:])
                try:
                    s = connect(path)
                    if asks == 'false':
                        say('reached')
                    else:
                        send_frame(s, b'x'); say('reached' if read_frame(s) == b'x' else 'nonsense')
                except (OSError, EOFError) as e:
                    say('kept out by', type(e).__name__)
            while True:
                words = hear().split(' ')
                if words == ['']: break
                child = os.fork()
                if child == 0:
                    attempt(*words); os._exit(0)
                os.waitpid(child, 0)
            """;

    private final Peer users;

    /** Starts the process that the users come from, as root. */
    Scene() {
        Needs.root();
        this.users = Peer.python(USERS);
    }

    /** Whether such a user gets an answer. */
    boolean isAnswered(String path, long uid, List<Long> gids) {
        return reaches(path, uid, gids, true);
    }

    /** Whether such a user can connect. */
    boolean connects(String path, long uid, List<Long> gids) {
        return reaches(path, uid, gids, false);
    }

    private boolean reaches(String path, long uid, List<Long> gids, boolean asks) {
        String groups = gids.stream().map(String::valueOf).collect(Collectors.joining(","));
        this.users.say(String.join(" ", path, String.valueOf(uid), groups, String.valueOf(asks)));
        String line = this.users.line();
        assertThat(line).matches("reached|kept out by \\w+");
        return line.equals("reached");
    }

    @Override
    public void close() {
        this.users.close();
    }

    static void mode(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static void owner(Path path, int uid, int gid) {
        try {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Gives it an access control list: the owner may do all, the mask and each entry of tag, permissions and id. */
    static void list(Path path, int owningGroup, int mask, int others, int... entries) {
        String packed = Arrays.stream(entries).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String script = """
                none = 0xffffffff
                more = [int(n) for n in argv[4].split(',')]
                entries = [(1, 7, none)] + [tuple(more[i:i + 3]) for i in range(0, len(more), 3) if more[i] == 2] \\
                    + [(4, int(argv[1]), none)] + [tuple(more[i:i + 3]) for i in range(0, len(more), 3) if more[i] == 8] \\
                    + [(16, int(argv[2]), none), (32, int(argv[3]), none)]
                try:
                    os.setxattr(argv[0], 'system.posix_acl_access',
                                struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *e) for e in entries))
                    say('set')
                except OSError as e:
                    say(e)
                """;
        try (Peer peer = Peer.python(script, path, owningGroup, mask, others, packed)) {
            assertThat(peer.line()).isEqualTo("set");
        }
    }
}
