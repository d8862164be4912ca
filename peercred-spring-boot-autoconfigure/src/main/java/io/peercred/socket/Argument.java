package io.peercred.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import io.peercred.connection.EndpointValues;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Expectations;
import io.peercred.credentials.ExpectedPeers;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixAddress;

/** The keys and values of a text such as {@code path=/run/s;expected-user=postgres}. What is wrong is said by key. */
final class Argument {

    private static final List<String> EXPECTED = List.of(
            "expected-uid", "expected-user", "expected-gid", "expected-group", "expected-executable", "expected-unit");

    private final Map<String, String> values;

    private Argument(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Takes a text apart.
     *
     * @param others keys that there are besides {@code path} and {@code expected-*}
     */
    static Argument parse(@Nullable String text, String... others) {
        Set<String> known = new TreeSet<>(EXPECTED);
        known.add("path");
        known.addAll(Arrays.asList(others));
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text == null ? new String[0] : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            String key = (equals < 0 ? part : part.substring(0, equals)).strip();
            if (equals < 0 || !known.contains(key)) {
                throw new InvalidSettingException(
                        key,
                        equals < 0 ? "has no value" : "there is no such key",
                        "Write KEY=VALUE, separated by semicolons; the keys are " + String.join(", ", known) + ".");
            }
            if (values.put(key, part.substring(equals + 1).strip()) != null) {
                throw new InvalidSettingException(
                        key, "is there twice", "Write it once; a list's values are separated by commas.");
            }
        }
        return new Argument(values);
    }

    @Nullable
    String value(String key) {
        return this.values.get(key);
    }

    UnixAddress address() {
        String path = value("path");
        if (path == null || path.isEmpty()) {
            throw new InvalidSettingException(
                    "path", "is missing", "Write where the socket is, such as path=/run/app/app.sock.");
        }
        return EndpointValues.address("path", path);
    }

    Duration duration(String key, Duration absent) {
        String value = value(key);
        if (value == null) {
            return absent;
        }
        try {
            return EndpointValues.positive(key, DurationStyle.detectAndParse(value));
        } catch (InvalidSettingException ex) {
            throw ex;
        } catch (IllegalArgumentException ex) {
            throw new InvalidSettingException(
                    key, String.valueOf(ex.getMessage()), "Write a duration, such as 5s.", ex);
        }
    }

    int positive(String key, int absent) {
        String value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new InvalidSettingException(key, "'" + value + "' is not a positive number", "Write at least 1.");
        }
        return Integer.parseInt(value);
    }

    /** One of these words; the first where nothing is written. */
    String oneOf(String key, String... words) {
        String value = value(key);
        if (value == null) {
            return words[0];
        }
        if (!List.of(words).contains(value)) {
            throw new InvalidSettingException(
                    key, "'" + value + "' is unknown", "Write " + String.join(" or ", words) + ".");
        }
        return value;
    }

    PeerVerification verification(Endpoint endpoint) {
        Expectations expected = new Expectations(
                list("expected-uid"),
                list("expected-user"),
                list("expected-gid"),
                list("expected-group"),
                list("expected-executable"),
                list("expected-unit"));
        PeerPolicy policy = ExpectedPeers.policy("", expected);
        if (policy.isEmpty()) {
            throw new InvalidSettingException(
                    "expected-uid",
                    "nothing says who may be at the other end of the " + endpoint,
                    "Write who is expected, such as expected-user=postgres or expected-uid=self.");
        }
        return new PeerVerification(endpoint, policy, ExpectedPeers.processPolicy("", expected, false), List.of());
    }

    private @Nullable List<String> list(String key) {
        String value = value(key);
        if (value == null) {
            return null;
        }
        List<String> list = new ArrayList<>();
        for (String each : value.split(",", -1)) {
            list.add(each.strip());
        }
        return list;
    }
}
