package io.petty.raw;

import java.nio.charset.StandardCharsets;

/** UTF-8 (RFC 3629) checks for readers of raw files and feedback. */
public final class Utf8Text {
    private Utf8Text() {}

    /**
     * Returns the position of the first invalid UTF-8 in {@code bytes[from, to)}, or {@code to} if all of it is valid.
     */
    public static int firstBroken(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return to;
    }

    /** Returns the length of the multi-byte sequence at {@code at}, or 0 if it is invalid. */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        int length = lengthByLead(lead);
        if (length < 2 || at + length > to) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
        boolean surrogate = lead == 0xED && second > 0x9F;
        boolean beyondUnicode = lead == 0xF4 && second > 0x8F;
        return overlong || surrogate || beyondUnicode ? 0 : length;
    }

    private static int lengthByLead(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 1;
        }
        if (lead < 0xE0) {
            return 2;
        }
        return lead < 0xF0 ? 3 : 4;
    }

    /**
     * Returns the first {@code limit} bytes of {@code bytes[from, to)} as text, with invalid sequences replaced by
     * U+FFFD. A character that the limit would split is left out.
     */
    public static String start(byte[] bytes, int from, int to, int limit) {
        int end = to;
        if (to - from > limit) {
            end = from + limit;
            int lead = end;
            while (lead > from && end - lead < 3 && (bytes[lead] & 0xC0) == 0x80) {
                lead--;
            }
            if (lead < end && lead + lengthByLead(bytes[lead] & 0xFF) > end) {
                end = lead;
            }
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** Returns the first 60 bytes of a value, for a message. */
    static String shortened(byte[] bytes, int from, int to) {
        return shortened(bytes, from, to, 60);
    }

    /** Returns the first {@code limit} bytes, with a mark if there are more. */
    static String shortened(byte[] bytes, int from, int to, int limit) {
        String start = start(bytes, from, to, limit);
        return to - from <= limit ? start : start + "…";
    }
}
