package io.peercred.autoconfigure;

import java.util.Set;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/** Whatever key is not known, one that there is comes back, and of one that there is itself. Input: the key. */
public final class KnownKeysFuzz {

    private KnownKeysFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String key = new FuzzInput(bytes).text();
        String nearest = KnownKeys.nearest(key);
        String[] parts = key.split("\\.", 4);
        Set<String> all = KnownKeys.all(parts.length > 2 ? parts[2] : "NAME");
        require(all.contains(nearest), "no such key: " + nearest);
        if (all.contains(key)) {
            requireEqual(nearest.replaceAll("[-._]", ""), key.replaceAll("[-._]", ""));
        }
    }
}
