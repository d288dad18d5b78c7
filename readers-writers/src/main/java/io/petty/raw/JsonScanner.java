package io.petty.raw;

/**
 * Scans JSON in bytes by the exact grammar of RFC 8259, without creating values. Every method returns the end
 * (exclusive) of the element it scans. If the element is malformed, it returns the bitwise complement of the position
 * of the error, which is negative. It recurses as deep as the text is nested, so check the depth of a line first.
 */
final class JsonScanner {
    private JsonScanner() {}

    /** Skips whitespace. The result is never negative. */
    static int whitespace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Scans a value of any kind, without whitespace around it. */
    static int value(byte[] bytes, int from, int to) {
        if (from >= to) {
            return ~from;
        }
        return switch (bytes[from]) {
            case '{' -> elements(bytes, from, to, true, '}');
            case '[' -> elements(bytes, from, to, false, ']');
            case '"' -> string(bytes, from, to);
            case 't' -> literal(bytes, from, to, "true");
            case 'f' -> literal(bytes, from, to, "false");
            case 'n' -> literal(bytes, from, to, "null");
            default -> number(bytes, from, to);
        };
    }

    /** Scans an object's members or an array's values, from the opening to the closing bracket. */
    private static int elements(byte[] bytes, int from, int to, boolean named, char close) {
        int at = whitespace(bytes, from + 1, to);
        if (at < to && bytes[at] == close) {
            return at + 1;
        }
        while (true) {
            at = named ? memberName(bytes, at, to) : at;
            at = at < 0 ? at : value(bytes, at, to);
            if (at < 0) {
                return at;
            }
            at = whitespace(bytes, at, to);
            if (at < to && bytes[at] == close) {
                return at + 1;
            }
            at = comma(bytes, at, to);
            if (at < 0) {
                return at;
            }
        }
    }

    /** Scans a member's name, its colon and the whitespace around the colon. */
    private static int memberName(byte[] bytes, int from, int to) {
        int at = string(bytes, from, to);
        return at < 0 ? at : colon(bytes, at, to);
    }

    /** Scans a colon and the whitespace around it. */
    static int colon(byte[] bytes, int from, int to) {
        int at = whitespace(bytes, from, to);
        return at < to && bytes[at] == ':' ? whitespace(bytes, at + 1, to) : ~at;
    }

    /** Scans a comma and the whitespace after it. */
    static int comma(byte[] bytes, int from, int to) {
        return from < to && bytes[from] == ',' ? whitespace(bytes, from + 1, to) : ~from;
    }

    /** Scans a string with its quotes. */
    static int string(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] != '"') {
            return ~from;
        }
        int at = from + 1;
        while (at < to) {
            byte value = bytes[at];
            if (value == '"') {
                return at + 1;
            }
            // Bytes above ASCII are negative. The line is known to be UTF-8.
            if (value >= 0 && value < ' ') {
                return ~at;
            }
            if (value == '\\') {
                at = escape(bytes, at, to);
                if (at < 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return ~to;
    }

    private static int escape(byte[] bytes, int from, int to) {
        if (from + 1 >= to) {
            return ~to;
        }
        byte kind = bytes[from + 1];
        if (kind != 'u') {
            return "\"\\/bfnrt".indexOf(kind) >= 0 ? from + 2 : ~(from + 1);
        }
        for (int at = from + 2; at < from + 6; at++) {
            if (at >= to || Character.digit(bytes[at], 16) < 0) {
                return ~at;
            }
        }
        return from + 6;
    }

    private static int literal(byte[] bytes, int from, int to, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= to || bytes[from + i] != text.charAt(i)) {
                return ~(from + i);
            }
        }
        return from + text.length();
    }

    /** Returns whether a valid value that starts with this byte is a number. */
    static boolean startsNumber(byte first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    private static int number(byte[] bytes, int from, int to) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int end = digits(bytes, at, to);
        if (end > at + 1 && bytes[at] == '0') {
            return ~(at + 1);
        }
        if (end >= 0 && end < to && bytes[end] == '.') {
            end = digits(bytes, end + 1, to);
        }
        if (end >= 0 && end < to && (bytes[end] == 'e' || bytes[end] == 'E')) {
            at = end + 1;
            boolean signed = at < to && (bytes[at] == '+' || bytes[at] == '-');
            end = digits(bytes, signed ? at + 1 : at, to);
        }
        return end;
    }

    /** Scans at least one digit. */
    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at == from ? ~from : at;
    }
}
