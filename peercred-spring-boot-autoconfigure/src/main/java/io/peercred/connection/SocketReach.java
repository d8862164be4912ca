package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Names;
import io.peercred.platform.FileAccess;
import io.peercred.platform.FileAccess.Answer;
import io.peercred.platform.FileStatus;
import io.peercred.platform.UserDatabase;

/**
 * Whether expected users get as far as the kernel's word about them: connecting takes write permission on the socket and
 * search permission on each directory above it (unix(7), path_resolution(7)).
 */
public final class SocketReach {

    private SocketReach() {}

    /**
     * What keeps expected users out, one sentence each, with what to write. Root is kept out by nothing, and of a user
     * without an entry in the system's database the groups are not known, so that those count as given.
     *
     * @param endpoint the NAME of {@code peercred.inbound.NAME}
     * @param socket the socket's path
     * @param uids the expected users
     */
    public static List<String> obstacles(String endpoint, Path socket, Set<Long> uids) {
        List<String> obstacles = new ArrayList<>();
        uids.stream().filter(uid -> uid != 0).sorted().forEach(uid -> {
            String obstacle = obstacle(endpoint, socket, uid);
            if (obstacle != null) {
                obstacles.add(Names.user(uid) + " is expected, but cannot connect: " + obstacle);
            }
        });
        return obstacles;
    }

    private static @Nullable String obstacle(String endpoint, Path socket, long uid) {
        try {
            long[] known = UserDatabase.groupsOf(uid);
            Set<Long> groups =
                    known.length == 0 ? null : Arrays.stream(known).boxed().collect(Collectors.toSet());
            for (Path directory = socket.getParent(); directory != null; directory = directory.getParent()) {
                FileStatus status = FileStatus.following(directory);
                if (!permits(directory, status, FileAccess.SEARCH, uid, groups)) {
                    return "it may not search the directory " + directory + describe(status) + "; write 'chmod o+x "
                            + directory + "', or use another directory";
                }
            }
            FileStatus status = FileStatus.of(socket);
            return permits(socket, status, FileAccess.WRITE, uid, groups)
                    ? null
                    : "it may not write the socket" + describe(status) + "; write peercred.inbound." + endpoint
                            + ".file-mode=\"0666\", or file-owner or file-group";
        } catch (IOException ex) {
            return null; // Not told is not warned of.
        }
    }

    private static boolean permits(Path path, FileStatus status, int permission, long uid, @Nullable Set<Long> groups)
            throws IOException {
        return FileAccess.of(path, status).permits(permission, uid, groups) != Answer.NO;
    }

    private static String describe(FileStatus status) {
        return String.format(" (mode %04o, uid %d, gid %d)", status.permissions(), status.uid(), status.gid());
    }
}
