package io.peercred.dsl;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.peercred.credentials.InvalidSettingException;

/** What is wrong with a setting, in the words of who calls a method and not of who writes a property. */
final class WrittenInJava {

    private static final Pattern KEY = Pattern.compile(
            "\\b(?:(?:expected|file|close|max|read|write|idle|reply|connect|content|message|error|trace)(?:-[a-z]+)+"
                    + "|codec(?==))\\b(?:=([\\w./@-]+\\w))?");

    /** What is off where nobody calls its method. */
    private static final Pattern WITHOUT = Pattern.compile("remove the key|[a-z]+(-[a-z]+)+=false");

    private static final Pattern DASH = Pattern.compile("-([a-z])");

    private WrittenInJava() {}

    /**
     * What {@code resolving} comes to.
     *
     * @param call which the settings are of
     */
    static <T> T checked(String call, Supplier<T> resolving) {
        try {
            return resolving.get();
        } catch (InvalidSettingException ex) {
            throw new IllegalArgumentException(
                    call + ": " + methods(ex.getMessage() + ". " + ex.action()), ex.getCause());
        }
    }

    /** Puts methods where keys are: {@code expectedUid("self")} for {@code expected-uid=self}. */
    private static String methods(String text) {
        return KEY.matcher(WITHOUT.matcher(text).replaceAll("leave it out")).replaceAll(found -> {
            String key = found.group();
            int equals = key.indexOf('=');
            String method = DASH.matcher(equals < 0 ? key : key.substring(0, equals))
                    .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
            return equals < 0 ? method : method + "(\"" + found.group(1) + "\")";
        });
    }
}
