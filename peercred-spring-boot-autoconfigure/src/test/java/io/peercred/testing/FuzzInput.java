package io.peercred.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that a fuzz target is given, taken from the front; beyond their end there are zeros and empty texts. */
public final class FuzzInput {

    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean isEmpty() {
        return this.at >= this.bytes.length;
    }

    /** The next byte, 0 to 255. */
    public int next() {
        return isEmpty() ? 0 : this.bytes[this.at++] & 0xFF;
    }

    /** One of the numbers from 0 to {@code count - 1}. */
    public int choice(int count) {
        return next() % count;
    }

    public boolean flag() {
        return choice(2) == 1;
    }

    /** The next four bytes, the most significant one first. */
    public int nextInt() {
        return next() << 24 | next() << 16 | next() << 8 | next();
    }

    /** The bytes before the next line feed, as UTF-8 with replacements. */
    public String line() {
        return through('\n');
    }

    /** The bytes before the next zero. */
    public String part() {
        return through('\0');
    }

    private String through(char end) {
        int start = this.at;
        while (!isEmpty() && this.bytes[this.at] != end) {
            this.at++;
        }
        String text = new String(this.bytes, start, this.at - start, StandardCharsets.UTF_8);
        if (!isEmpty()) {
            this.at++;
        }
        return text;
    }

    /** All that is left. */
    public byte[] rest() {
        byte[] rest = isEmpty() ? new byte[0] : Arrays.copyOfRange(this.bytes, this.at, this.bytes.length);
        this.at = this.bytes.length;
        return rest;
    }

    /** All that is left, as UTF-8 with replacements. */
    public String text() {
        return new String(rest(), StandardCharsets.UTF_8);
    }
}
