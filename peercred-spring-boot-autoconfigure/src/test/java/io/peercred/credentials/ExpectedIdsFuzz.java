package io.peercred.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserNamespace;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * A written id is the number that it says, or it is refused with its key; nothing is wrapped, cut or guessed. Input: key,
 * text.
 */
public final class ExpectedIdsFuzz {

    private static final UserNamespace SOME_UNMAPPED = new UserNamespace(false, 65534, 65533);
    private static final ExpectedIds IDS = new ExpectedIds(SOME_UNMAPPED);

    private ExpectedIdsFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.choice(6);
        String value = input.text();
        List<String> values = List.of(value);
        try {
            switch (kind) {
                case 0 -> {
                    Set<Long> uids = IDS.users("", new Expectations(values, null, null, null, null, null));
                    requireUid(value, uids.iterator().next());
                }
                case 1 -> {
                    Set<Long> gids = IDS.groups("", new Expectations(null, null, values, null, null, null));
                    requireGid(value, gids.iterator().next());
                }
                case 2 -> {
                    IDS.users("", new Expectations(null, values, null, null, null, null));
                    requireKnown(value, "/etc/passwd");
                }
                case 3 -> {
                    IDS.groups("", new Expectations(null, null, null, values, null, null));
                    requireKnown(value, "/etc/group");
                }
                case 4 -> word(value);
                default -> {
                    long owner = ExpectedIds.owner("key", value);
                    if (value.matches("[0-9]+")) {
                        requireEqual(BigInteger.valueOf(owner).toString(), value);
                    } else {
                        requireKnown(value, "/etc/passwd");
                    }
                }
            }
        } catch (InvalidSettingException ex) {
            require(ex.key().startsWith("expected-") || ex.key().equals("key"), "is of " + ex.key());
        }
    }

    private static void word(String word) throws IOException {
        UserOrGroup found = IDS.userOrGroup("key", word);
        String value = word.substring(word.indexOf(':') + 1);
        requireEqual(found.isGroup(), word.startsWith("g"));
        if (word.startsWith("uid:")) {
            requireUid(value, found.id());
        } else if (word.startsWith("gid:")) {
            requireGid(value, found.id());
        } else {
            require(word.startsWith("user:") || word.startsWith("group:"), "is neither: " + word);
            requireKnown(value, word.startsWith("user:") ? "/etc/passwd" : "/etc/group");
        }
    }

    private static void requireUid(String value, long uid) {
        require(uid != SOME_UNMAPPED.overflowUid(), "the overflow id is nobody");
        requireId(value.equals("self") ? Long.toString(NativeSupport.effectiveUid()) : value, uid);
    }

    private static void requireGid(String value, long gid) {
        require(gid != SOME_UNMAPPED.overflowGid(), "the overflow id is nobody");
        requireId(value, gid);
    }

    private static void requireId(String value, long id) {
        requireEqual(BigInteger.valueOf(id).toString(), value);
        require(id >= 0 && id < 4294967295L, "no id: " + id);
    }

    /** On a machine whose users are all in the files. */
    private static void requireKnown(String name, String file) throws IOException {
        require(
                Files.readAllLines(Path.of(file)).stream().anyMatch(line -> line.startsWith(name + ":")),
                "who? " + name);
    }
}
