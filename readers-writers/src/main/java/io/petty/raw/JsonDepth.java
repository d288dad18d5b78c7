package io.petty.raw;

/** Tells nesting without making a value, and without a stack. */
public final class JsonDepth {
    private JsonDepth() {}

    /** Whether arrays and objects in {@code bytes[from, to)} are nested deeper than {@code most}, the outermost being 1. */
    public static boolean isBeyond(byte[] bytes, int from, int to, int most) {
        int depth = 0;
        boolean insideString = false;
        for (int at = from; at < to; at++) {
            byte value = bytes[at];
            if (value == '"') {
                insideString = !insideString;
            } else if (insideString) {
                at += value == '\\' ? 1 : 0;
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
}
