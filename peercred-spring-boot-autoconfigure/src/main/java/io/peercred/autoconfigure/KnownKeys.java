package io.peercred.autoconfigure;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The keys that there are below {@code peercred}, as the properties' types have them. */
final class KnownKeys {

    private static final Set<Class<?>> NESTED =
            Set.of(PeercredProperties.Pool.class, PeercredProperties.Security.class, PeercredProperties.Audit.class);

    private KnownKeys() {}

    /** The known key that is most like {@code unknown}; both are full keys. */
    static String nearest(String unknown) {
        String[] parts = unknown.split("\\.", 4);
        return nearest(unknown, all(parts.length > 2 ? parts[2] : "NAME"));
    }

    /** Every key, full, with this NAME for the endpoints'. */
    static Set<String> all(String name) {
        Set<String> keys = new TreeSet<>();
        collect(keys, PeercredProperties.PREFIX, PeercredProperties.class);
        collect(keys, PeercredProperties.PREFIX + ".inbound." + name, PeercredProperties.Inbound.class);
        collect(keys, PeercredProperties.PREFIX + ".outbound." + name, PeercredProperties.Outbound.class);
        return keys;
    }

    private static void collect(Set<String> keys, String prefix, Class<?> type) {
        Arrays.stream(BeanUtils.getPropertyDescriptors(type)).forEach(property -> {
            String key = prefix + "." + DataObjectPropertyName.toDashedForm(property.getName());
            Class<?> nested = property.getPropertyType();
            if (NESTED.contains(nested)) {
                collect(keys, key, nested);
            } else if (property.getWriteMethod() != null) {
                keys.add(key);
            }
        });
    }

    private static String nearest(String unknown, Iterable<String> known) {
        String nearest = known.iterator().next();
        for (String key : known) {
            if (distance(letters(unknown), letters(key)) < distance(letters(unknown), letters(nearest))) {
                nearest = key;
            }
        }
        return nearest;
    }

    /** Without what relaxed binding overlooks and an environment variable cannot have. */
    private static String letters(String key) {
        return key.replaceAll("[-._]", "");
    }

    /** Levenshtein's, by one row of the table at a time. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[right.length()];
    }
}
