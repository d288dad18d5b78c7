package io.petty.raw;

/** Checks how deeply JSON is nested, without parsing values and without a stack. */
public final class JsonDepth {
    private JsonDepth() {}

    /**
     * Returns whether arrays and objects in {@code bytes[from, to)} are nested deeper than {@code most}. The outermost
     * has depth 1.
     */
    public static boolean isBeyond(byte[] bytes, int from, int to, int most) {
        int depth = 0;
        for (int at = from; at < to; at++) {
            byte value = bytes[at];
            if (value == '"') {
                at = closingQuote(bytes, at + 1, to);
            } else if (value == '[' || value == '{') {
                if (++depth > most) {
                    return true;
                }
            } else if ((value == ']' || value == '}') && depth > 0) {
                depth--;
            }
        }
        return false;
    }

    private static int closingQuote(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
