package io.peercred.credentials;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;
import static io.peercred.testing.Oracle.requireOneLine;

/** Whatever somebody else wrote is one line, as long as it was or bounded, and else unchanged. Input: the text. */
public final class OneLineFuzz {

    private OneLineFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new FuzzInput(bytes).text();
        String line = OneLine.of(text);
        requireOneLine(line);
        requireEqual(line.length(), text.length());
        requireEqual(OneLine.of(line), line);
        for (int i = 0; i < text.length(); i++) {
            require(line.charAt(i) == text.charAt(i) || line.charAt(i) == '?', "another character at " + i);
        }
        String bounded = OneLine.bounded(text);
        requireOneLine(bounded);
        require(bounded.length() <= 501, "longer than 501 characters");
        require(text.length() > 500 || bounded.equals(line), "cut without need");
    }
}
