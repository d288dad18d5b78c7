package io.petty.forgotten;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the names of forgotten collars and of their events, either alone or within a longer text. Within a text, a
 * name is delimited by characters that can't be part of an id. If nothing was forgotten, all methods return at once.
 * Not safe for use by several threads at once, except {@link #NONE}.
 */
public final class ForgottenNames {
    public static final ForgottenNames NONE = new ForgottenNames(Forgotten.NONE, null);

    /** The replacement of a name. */
    public static final String REPLACEMENT = "(forgotten)";

    private static final int MOST_CHARACTERS = 64;
    private static final String EVENT = "evt_";

    /** In a key or message, a number with fewer digits is never a name. It may be a year, an hour or a part number. */
    private static final int LONG_NUMBER = 5;

    /**
     * Words that occur in raw lines. A collar whose id is one of them is recognized only by the {@code collar_id} of a
     * valid line.
     */
    private static final Set<String> WORDS = Set.of(
            "collar_id",
            "timestamp",
            "heart_rate",
            "activity_level",
            "location",
            "type",
            "coordinates",
            "Point",
            "true",
            "false",
            "null");

    private final Forgotten forgotten;
    private final @Nullable ForgottenHash hash;

    ForgottenNames(Forgotten forgotten, @Nullable ForgottenHash hash) {
        this.forgotten = forgotten;
        this.hash = hash;
    }

    /** Returns whether {@code bytes[from, to)} is the id of a forgotten collar. */
    public boolean isCollar(byte[] bytes, int from, int to) {
        return hash != null && forgotten.isCollar(hash.ofCollar(bytes, from, to));
    }

    /** Returns whether an event belonged to a forgotten collar. */
    public boolean isEvent(String eventId) {
        return hash != null && forgotten.isEvent(hash.ofEvent(eventId));
    }

    /**
     * Returns whether {@code text[from, to)}, a raw line or a malformed document, contains the name of a forgotten
     * collar or event, even one written with JSON escapes. A name that looks like a number or a date counts only if it
     * is a whole quoted string.
     */
    public boolean areIn(byte[] text, int from, int to) {
        if (hash == null) {
            return false;
        }
        if (find(text, from, to, from, true) != null) {
            return true;
        }
        for (int at = from; at < to; at++) {
            if (text[at] == '\\') {
                byte[] unescaped = unescaped(text, from, to);
                return find(unescaped, 0, unescaped.length, 0, true) != null;
            }
        }
        return false;
    }

    public boolean areIn(String text) {
        byte[] bytes = bytes(text);
        return areIn(bytes, 0, bytes.length);
    }

    /** Returns whether a file's key contains the name of a forgotten collar or event. */
    public boolean areInKey(String key) {
        return hash != null && find(bytes(key), 0, bytes(key).length, 0, false) != null;
    }

    /** Replaces the names of forgotten collars and events in a message or in a file's key with {@link #REPLACEMENT}. */
    public String withoutThem(String text) {
        if (hash == null) {
            return text;
        }
        byte[] bytes = bytes(text);
        Place place = find(bytes, 0, bytes.length, 0, false);
        if (place == null) {
            return text;
        }
        StringBuilder without = new StringBuilder();
        int taken = 0;
        while (place != null) {
            without.append(text(bytes, taken, place.from())).append(REPLACEMENT);
            taken = place.to();
            place = find(bytes, 0, bytes.length, taken, false);
        }
        return without.append(text(bytes, taken, bytes.length)).toString();
    }

    /** The position of a name. */
    private record Place(int from, int to) {}

    /** Returns the first name in {@code text[from, to)} from {@code start} on. */
    private @Nullable Place find(byte[] text, int from, int to, int start, boolean isLine) {
        int at = start;
        while (at < to) {
            if (!isInside(text[at])) {
                at++;
                continue;
            }
            int begin = at;
            while (at < to && isInside(text[at])) {
                at++;
            }
            while (begin < at && (text[begin] == '_' || text[begin] == '-')) {
                begin++;
            }
            if (begin < at && at - begin <= MOST_CHARACTERS && isNamed(text, begin, at, from, to, isLine)) {
                return new Place(begin, at);
            }
        }
        return null;
    }

    private boolean isNamed(byte[] text, int begin, int end, int from, int to, boolean isLine) {
        if (isNumberOrDate(text, begin, end)) {
            boolean quoted = begin > from && text[begin - 1] == '"' && end < to && text[end] == '"';
            if (isLine ? !quoted : !isLongNumber(text, begin, end)) {
                return false;
            }
        }
        if (isCollar(text, begin, end)) {
            return !isLine || !WORDS.contains(text(text, begin, end));
        }
        return text[begin] == EVENT.charAt(0)
                && text(text, begin, end).startsWith(EVENT)
                && isEvent(text(text, begin, end));
    }

    private static boolean isNumberOrDate(byte[] text, int begin, int end) {
        for (int at = begin; at < end; at++) {
            byte c = text[at];
            boolean digit = c >= '0' && c <= '9';
            if (!digit && (at == begin || (c != '-' && c != 'T' && c != 'Z' && c != 'e' && c != 'E'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLongNumber(byte[] text, int begin, int end) {
        for (int at = begin; at < end; at++) {
            if (text[at] < '0' || text[at] > '9') {
                return false;
            }
        }
        return end - begin >= LONG_NUMBER;
    }

    private static boolean isInside(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Resolves JSON escapes of quotes and of characters that an id can have. Replaces all others with spaces. */
    private static byte[] unescaped(byte[] text, int from, int to) {
        byte[] unescaped = new byte[to - from];
        int size = 0;
        int at = from;
        while (at < to) {
            if (text[at] != '\\' || at + 1 == to) {
                unescaped[size++] = text[at++];
                continue;
            }
            byte kind = text[at + 1];
            int character = kind == 'u' && at + 6 <= to ? hex(text, at + 2) : -1;
            if (character >= 0) {
                unescaped[size++] = character < 128 ? (byte) character : (byte) ' ';
                at += 6;
            } else {
                unescaped[size++] = kind == '"' ? kind : (byte) ' ';
                at += 2;
            }
        }
        return Arrays.copyOf(unescaped, size);
    }

    /** Returns the value of four hex digits, or -1 if there aren't four. */
    private static int hex(byte[] text, int from) {
        int number = 0;
        for (int at = from; at < from + 4; at++) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        return number;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
