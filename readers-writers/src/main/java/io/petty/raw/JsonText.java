package io.petty.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads valid JSON strings, which are given with their quotes. */
final class JsonText {
    private JsonText() {}

    /** Returns whether the string at {@code bytes[from, to)} equals {@code ascii}. */
    static boolean is(String ascii, byte[] bytes, int from, int to) {
        int length = to - from - 2;
        if (length > ascii.length()) {
            // An escape is longer than its character.
            return hasEscape(bytes, from, to) && unescaped(bytes, from, to).equals(ascii);
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + 1 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return length == ascii.length();
    }

    /**
     * Returns the string at {@code bytes[from, to)} in UTF-8, followed by a quote, since parsers of ids and times need
     * a byte that ends the text. An unpaired surrogate becomes a question mark.
     */
    static byte[] utf8(byte[] bytes, int from, int to) {
        return hasEscape(bytes, from, to)
                ? (unescaped(bytes, from, to) + '"').getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOfRange(bytes, from + 1, to);
    }

    private static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String unescaped(byte[] bytes, int from, int to) {
        String text = new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next != '\\') {
                plain.append(next);
            } else if (text.charAt(++at) == 'u') {
                plain.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
                at += 4;
            } else {
                plain.append(escaped(text.charAt(at)));
            }
        }
        return plain.toString();
    }

    private static char escaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
