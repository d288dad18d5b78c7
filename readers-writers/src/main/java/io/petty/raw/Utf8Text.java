package io.petty.raw;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks and decodes UTF-8 (RFC 3629) for readers of raw files and feedback. */
public final class Utf8Text {
    private Utf8Text() {}

    /**
     * Returns the position of the first invalid UTF-8 in {@code bytes[from, to)}, or {@code to} if all of it is valid.
     */
    public static int firstBroken(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        ByteBuffer beyondAscii = ByteBuffer.wrap(bytes, at, to - at);
        StandardCharsets.UTF_8.newDecoder().decode(beyondAscii, CharBuffer.allocate(to - at), true);
        return beyondAscii.position();
    }

    /**
     * Returns the first {@code limit} bytes of {@code bytes[from, to)} as text, with invalid sequences replaced by
     * U+FFFD. A character that the limit would split is left out.
     */
    public static String start(byte[] bytes, int from, int to, int limit) {
        int length = Math.min(to - from, limit);
        CharBuffer text = CharBuffer.allocate(length);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes, from, length), text, length == to - from);
        return text.flip().toString();
    }

    /** Returns the first 60 bytes of a value, for a message. */
    static String shortened(byte[] bytes, int from, int to) {
        return shortened(bytes, from, to, 60);
    }

    /** Returns the first {@code limit} bytes as text, followed by an ellipsis if there are more. */
    static String shortened(byte[] bytes, int from, int to, int limit) {
        String start = start(bytes, from, to, limit);
        return to - from <= limit ? start : start + "…";
    }
}
