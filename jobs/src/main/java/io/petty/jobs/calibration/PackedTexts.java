package io.petty.jobs.calibration;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A list of texts in one array. Texts of hex digits, as most ids and users' keys are, take half the space. */
final class PackedTexts implements Serializable {
    private static final byte HEX = 'h';
    private static final byte UTF_8 = 'u';

    /** The start of each text, and the end of the last one. */
    private final int[] starts;

    /** The bytes of each text, after {@link #HEX} or {@link #UTF_8}. */
    private final byte[] bytes;

    private PackedTexts(Builder builder) {
        starts = Arrays.copyOf(builder.starts, builder.texts + 1);
        starts[builder.texts] = builder.length;
        bytes = Arrays.copyOf(builder.bytes, builder.length);
    }

    String get(int index) {
        int from = starts[index] + 1;
        int to = starts[index + 1];
        return bytes[from - 1] == HEX
                ? HexFormat.of().formatHex(bytes, from, to)
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    static final class Builder {
        private int[] starts = new int[32];
        private int texts;
        private byte[] bytes = new byte[256];
        private int length;

        void add(String text) {
            boolean isHex = isHex(text);
            byte[] added = isHex ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8);
            int end = Math.addExact(length, added.length + 1);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, end + end / 2L));
            }
            if (texts == starts.length) {
                starts = Arrays.copyOf(starts, 2 * texts);
            }
            starts[texts++] = length;
            bytes[length] = isHex ? HEX : UTF_8;
            System.arraycopy(added, 0, bytes, length + 1, added.length);
            length = end;
        }

        private static boolean isHex(String text) {
            return text.length() % 2 == 0
                    && text.chars().allMatch(digit -> (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'));
        }

        PackedTexts build() {
            return new PackedTexts(this);
        }
    }
}
