package io.petty.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON string without its quotes and escapes, for comparison with ASCII. An escaped character beyond ASCII becomes
 * the byte FF, which isn't UTF-8 and equals nothing. Reused from string to string.
 */
final class JsonText {
    private static final byte BEYOND_ASCII = (byte) 0xFF;

    private byte[] unescaped = new byte[128];
    private byte[] bytes = unescaped;
    private int from;
    private int to;

    /** Unescapes the valid string at {@code source[start, end)}, quotes included. */
    void unescape(byte[] source, int start, int end) {
        bytes = source;
        from = start + 1;
        to = end - 1;
        for (int at = from; at < to; at++) {
            if (source[at] == '\\') {
                removeEscapes(source, at);
                return;
            }
        }
    }

    private void removeEscapes(byte[] source, int firstEscape) {
        int sourceEnd = to;
        int plain = firstEscape - from;
        if (unescaped.length <= sourceEnd - from) {
            unescaped = new byte[2 * (sourceEnd - from)];
        }
        System.arraycopy(source, from, unescaped, 0, plain);
        int size = plain;
        int at = firstEscape;
        while (at < sourceEnd) {
            if (source[at] != '\\') {
                unescaped[size++] = source[at++];
            } else if (source[at + 1] != 'u') {
                unescaped[size++] = escaped(source[at + 1]);
                at += 2;
            } else {
                int unit = 0;
                for (int digit = at + 2; digit < at + 6; digit++) {
                    unit = 16 * unit + Character.digit(source[digit], 16);
                }
                unescaped[size++] = unit < 0x80 ? (byte) unit : BEYOND_ASCII;
                at += 6;
            }
        }
        // Parsers of ids and numbers need a byte that ends the text.
        unescaped[size] = '"';
        bytes = unescaped;
        from = 0;
        to = size;
    }

    private static byte escaped(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    boolean is(String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the bytes of the text, from {@link #from} to {@link #to} (exclusive), followed by a quote. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
