package io.petty.jobs.calibration;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * A list of texts in one array. Texts that consist of hex digits, such as most ids and users' keys, take half the
 * space.
 */
final class PackedTexts implements Serializable {
    private static final byte HEX = 'h';
    private static final byte UTF_8 = 'u';

    /** The start of each text, and the end of the last one. */
    private final int[] starts;

    /** The texts. Each begins with {@link #HEX} or {@link #UTF_8}. */
    private final byte[] bytes;

    private PackedTexts(Builder builder) {
        builder.starts.add(builder.bytes.size());
        starts = builder.starts.build().toArray();
        bytes = builder.bytes.toByteArray();
    }

    String get(int index) {
        int from = starts[index] + 1;
        int to = starts[index + 1];
        return bytes[from - 1] == HEX
                ? HexFormat.of().formatHex(bytes, from, to)
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    static final class Builder {
        private final IntStream.Builder starts = IntStream.builder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(String text) {
            boolean isHex = isHex(text);
            starts.add(bytes.size());
            bytes.write(isHex ? HEX : UTF_8);
            bytes.writeBytes(isHex ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8));
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
