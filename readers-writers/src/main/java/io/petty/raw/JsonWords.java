package io.petty.raw;

/** Describes JSON in words, for the messages of rejects. */
final class JsonWords {
    private static final int SHOWN_BYTES = 20;

    private JsonWords() {}

    /** Returns the kind of a valid JSON value that starts with {@code first}. */
    static String kind(byte first) {
        return switch (first) {
            case '"' -> "text";
            case '{' -> "an object";
            case '[' -> "an array";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> "a number";
        };
    }

    /** Describes {@code bytes[from, to)}, which doesn't start with an object. */
    static String insteadOfObject(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            return "a JSON array; deliver one object per line";
        }
        int end = JsonScanner.value(bytes, from, to);
        return end >= 0 && JsonScanner.whitespace(bytes, end, to) == to
                ? kind(bytes[from]) + ", not a JSON object"
                : "not JSON; it begins with " + shown(bytes, from, from, to);
    }

    /** Describes the error at {@code at} in the malformed object in {@code bytes[from, to)}. */
    static String brokenObject(byte[] bytes, int from, int at, int to) {
        if (at == to) {
            return "the JSON object is cut off at the end of the line";
        }
        return "not JSON at byte %d: %s".formatted(at - from + 1, shown(bytes, from, at, to));
    }

    /** Describes the text at {@code at} that follows the object in {@code bytes[from, to)}. */
    static String behindObject(byte[] bytes, int from, int at, int to) {
        boolean array = bytes[at] == ',' || bytes[at] == ']';
        return "the JSON object is followed by %s at byte %d%s"
                .formatted(
                        shown(bytes, at, at, to),
                        at - from + 1,
                        array ? ", as in a JSON array; deliver one object per line" : "");
    }

    /**
     * Returns the word that contains {@code at} or ends there. Returns only the character at {@code at} if there is no
     * such word, or if the word that ends there is a complete value.
     */
    private static String shown(byte[] bytes, int from, int at, int to) {
        if (bytes[at] >= 0 && bytes[at] < ' ') {
            return "the control character 0x%02X".formatted(bytes[at]);
        }
        int start = at;
        while (start > from && isOfWord(bytes[start - 1])) {
            start--;
        }
        if (!isOfWord(bytes[at]) && start < at && JsonScanner.value(bytes, start, at) == at) {
            start = at;
        }
        int end = at;
        while (end < to && isOfWord(bytes[end])) {
            end++;
        }
        if (start == end) {
            String character = Utf8Text.start(bytes, at, to, 4);
            return character.startsWith("\uFEFF")
                    ? "a byte order mark"
                    : character.substring(0, character.offsetByCodePoints(0, 1));
        }
        return Utf8Text.shortened(bytes, start, end, SHOWN_BYTES);
    }

    private static boolean isOfWord(byte value) {
        return Character.isLetterOrDigit(value) || "+-._'\\".indexOf(value) >= 0;
    }
}
