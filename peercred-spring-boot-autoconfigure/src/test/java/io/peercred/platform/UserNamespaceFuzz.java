package io.peercred.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * An id is mapped where a range of the map has it, and what is no map maps nobody. Input: whether the rest is the file or
 * numbers, id, then lines, or first and count of ranges.
 */
public final class UserNamespaceFuzz {

    private UserNamespaceFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean text = input.flag();
        long id = Integer.toUnsignedLong(input.nextInt());
        if (text) {
            List<String> lines = input.text().lines().toList();
            boolean mapped = UserNamespace.isMapped(id, lines);
            require(
                    !mapped || lines.stream().anyMatch(line -> line.chars().anyMatch(Character::isDigit)),
                    "by no range");
            return;
        }
        List<String> lines = new ArrayList<>();
        TreeMap<Long, Long> ends = new TreeMap<>();
        while (!input.isEmpty() && lines.size() < 5) {
            long first = Integer.toUnsignedLong(input.nextInt());
            long count = Integer.toUnsignedLong(input.nextInt());
            lines.add(String.format("%10d %10d %10d", first, 100000, count));
            ends.merge(first, first + count, Math::max);
        }
        boolean expected = ends.headMap(id, true).values().stream().anyMatch(end -> id < end);
        requireEqual(UserNamespace.isMapped(id, lines), expected);
    }
}
