package io.petty.raw;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A token of a line in the usual form, such as {@code "heart_rate"} with its quotes. Its first and its last eight bytes
 * are compared; they may overlap. A token of fewer than eight bytes is compared as one masked word.
 */
final class LineToken {
    /** Returned if the line doesn't have the usual token here. */
    static final int ELSEWHERE = -1;

    static final LineToken COLLAR_ID = new LineToken("\"collar_id\"");
    static final LineToken TIMESTAMP = new LineToken("\"timestamp\"");
    static final LineToken HEART_RATE = new LineToken("\"heart_rate\"");
    static final LineToken ACTIVITY_LEVEL = new LineToken("\"activity_level\"");
    static final LineToken LOCATION = new LineToken("\"location\"");
    static final LineToken TYPE = new LineToken("\"type\"");
    static final LineToken POINT = new LineToken("\"Point\"");
    static final LineToken COORDINATES = new LineToken("\"coordinates\"");
    static final LineToken NULL = new LineToken("null");

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int length;
    /** The bits of the first eight bytes that belong to the token. */
    private final long firstMask;

    private final long first;
    private final int lastOffset;
    private final long last;

    private LineToken(String text) {
        byte[] bytes = new byte[Math.max(8, text.length())];
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        length = ascii.length;
        firstMask = length >= 8 ? -1L : (1L << (8 * length)) - 1;
        first = littleEndian(bytes, 0);
        lastOffset = Math.max(0, length - 8);
        last = littleEndian(bytes, lastOffset);
    }

    private static long littleEndian(byte[] bytes, int from) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = (word << 8) | (bytes[from + i] & 0xFF);
        }
        return word;
    }

    /** Returns the eight bytes at {@code at}. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Returns the end of this token if it is at {@code at}, else {@link #ELSEWHERE}. */
    int after(byte[] bytes, int at) {
        if ((word(bytes, at) & firstMask) != first) {
            return ELSEWHERE;
        }
        boolean sameEnd = lastOffset == 0 || word(bytes, at + lastOffset) == last;
        return sameEnd ? at + length : ELSEWHERE;
    }

    /** Returns the start of the value if this token is a member's name at {@code at}, else {@link #ELSEWHERE}. */
    int valueAfter(byte[] bytes, int at) {
        int colon = after(bytes, at);
        if (colon < 0 || bytes[colon] != ':') {
            return ELSEWHERE;
        }
        return bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }
}
