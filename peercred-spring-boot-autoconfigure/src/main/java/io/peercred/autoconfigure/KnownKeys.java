package io.peercred.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The keys that there are below {@code peercred}, as the properties' types have them. */
final class KnownKeys {

    private static final Map<String, Class<?>> ENDPOINTS =
            Map.of("inbound", PeercredProperties.Inbound.class, "outbound", PeercredProperties.Outbound.class);

    private KnownKeys() {}

    /** The known key that is most like {@code unknown}; both are full keys. */
    static String nearest(String unknown) {
        String[] parts = unknown.split("\\.", 4);
        if (parts.length < 3) {
            return PeercredProperties.PREFIX + "."
                    + nearest(unknown.substring(unknown.indexOf('.') + 1), below(PeercredProperties.class));
        }
        String direction = nearest(parts[1], ENDPOINTS.keySet());
        String prefix = PeercredProperties.PREFIX + "." + direction + "." + parts[2];
        String rest = parts.length < 4 ? "path" : parts[3];
        return prefix + "." + nearest(rest, below(Objects.requireNonNull(ENDPOINTS.get(direction))));
    }

    /** The keys of an endpoint or of the defaults, relative. */
    static TreeSet<String> below(Class<?> type) {
        TreeSet<String> keys = new TreeSet<>();
        Arrays.stream(BeanUtils.getPropertyDescriptors(type)).forEach(property -> {
            String key = DataObjectPropertyName.toDashedForm(property.getName());
            if (property.getPropertyType() == PeercredProperties.Pool.class) {
                below(PeercredProperties.Pool.class).forEach(nested -> keys.add(key + "." + nested));
            } else if (property.getWriteMethod() != null) {
                keys.add(key);
            }
        });
        return keys;
    }

    private static String nearest(String unknown, Iterable<String> known) {
        String nearest = known.iterator().next();
        for (String key : known) {
            if (distance(unknown, key) < distance(unknown, nearest)) {
                nearest = key;
            }
        }
        return nearest;
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
