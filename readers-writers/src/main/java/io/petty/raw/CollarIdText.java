package io.petty.raw;

import java.nio.charset.StandardCharsets;

/** The pattern of collar ids, {@code [A-Za-z0-9][A-Za-z0-9_-]{0,63}}. */
public final class CollarIdText {
    private static final int MAX_LENGTH = 64;
    private static final boolean[] INSIDE = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            INSIDE[c] =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
    }

    private CollarIdText() {}

    /** Returns whether a whole text is a collar id. */
    public static boolean isId(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        return end(bytes, 0) == bytes.length - 1;
    }

    /** Returns why {@code bytes[from, to)} isn't a collar id, as the end of a sentence. */
    static String fault(byte[] bytes, int from, int to) {
        if (from == to) {
            return "is empty";
        }
        for (int at = from; at < to; at++) {
            if (!INSIDE[bytes[at] & 0xFF]) {
                return "has other characters than letters, digits, _ and -";
            }
        }
        return to - from > MAX_LENGTH
                ? "has more than %d characters".formatted(MAX_LENGTH)
                : "does not begin with a letter or digit";
    }

    /**
     * Returns the end (exclusive) of the collar id that starts at {@code from}, or −1 if none starts there or it is too
     * long. The text must be followed by a byte that can't be part of an id.
     */
    static int end(byte[] bytes, int from) {
        if (bytes[from] == '_' || bytes[from] == '-') {
            return -1;
        }
        int at = from;
        while (INSIDE[bytes[at] & 0xFF]) {
            at++;
        }
        return at > from && at - from <= MAX_LENGTH ? at : -1;
    }
}
