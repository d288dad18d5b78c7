package io.petty.systemtests.reference;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readings and rejects of one raw file.
 *
 * @param lines the lines that aren't blank
 * @param readings in the file's order, repeats included
 * @param rejects in the file's order; a reject of the file itself comes last
 */
public record ReferenceRaw(long lines, List<ReferenceReading> readings, List<ReferenceReject> rejects) {

    private static final int LONGEST_LINE = 65_536;
    private static final int DEEPEST = 64;
    private static final int KEPT_OF_A_REJECT = 4096;

    /** Whether a file of this name below a {@code dt=} folder is a raw file. */
    public static boolean isRaw(String file) {
        return file.matches("(?s).*\\.(ndjson|jsonl|json)(\\.gz|\\.zst)?");
    }

    /**
     * Reads a file.
     *
     * @param file its key, whose ending says how it is compressed
     */
    public static ReferenceRaw read(LocalDate deliveryDay, String file, byte[] bytes) {
        ReferenceDecompression decompression = ReferenceDecompression.of(file, bytes);
        byte[] content = withoutByteOrderMark(decompression.content());
        long lines = 0;
        List<ReferenceReading> readings = new ArrayList<>();
        List<ReferenceReject> rejects = new ArrayList<>();
        List<byte[]> all = lines(content, decompression.broken());
        for (int i = 0; i < all.size(); i++) {
            byte[] line = all.get(i);
            if (isBlank(line)) {
                continue;
            }
            lines++;
            try {
                readings.add(reading(deliveryDay, line));
            } catch (ReferenceFields.Rejected e) {
                rejects.add(new ReferenceReject(deliveryDay, file, i + 1L, e.reason(), firstPart(line)));
            }
        }
        if (decompression.broken()) {
            rejects.add(new ReferenceReject(deliveryDay, file, null, "file", ""));
        }
        return new ReferenceRaw(lines, readings, rejects);
    }

    private static byte[] withoutByteOrderMark(byte[] content) {
        boolean marked = content.length >= 3
                && content[0] == (byte) 0xef
                && content[1] == (byte) 0xbb
                && content[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(content, 3, content.length) : content;
    }

    /** What stands before each LF, and after the last one unless the file broke off there. */
    private static List<byte[]> lines(byte[] content, boolean broken) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(Arrays.copyOfRange(content, start, i));
                start = i + 1;
            }
        }
        if (start < content.length && !broken) {
            lines.add(Arrays.copyOfRange(content, start, content.length));
        }
        return lines;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static ReferenceReading reading(LocalDate deliveryDay, byte[] line) throws ReferenceFields.Rejected {
        if (line.length > LONGEST_LINE) {
            throw new ReferenceFields.Rejected("size");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ReferenceFields.Rejected("encoding");
        }
        if (depth(text) > DEEPEST) {
            throw new ReferenceFields.Rejected("depth");
        }
        try {
            if (StrictJson.parse(text) instanceof StrictJson.Members members) {
                return ReferenceFields.reading(deliveryDay, members);
            }
        } catch (StrictJson.NotJson e) {
            // The reject below says it.
        }
        throw new ReferenceFields.Rejected("json");
    }

    /** How deep brackets and braces outside strings nest, whether or not the text is JSON. */
    private static int depth(String text) {
        int deepest = 0;
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (c == '}' || c == ']') {
                depth = Math.max(0, depth - 1);
            }
        }
        return deepest;
    }

    private static String firstPart(byte[] line) {
        boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
        int length = carriageReturn ? line.length - 1 : line.length;
        return new String(line, 0, Math.min(length, KEPT_OF_A_REJECT), StandardCharsets.UTF_8);
    }
}
