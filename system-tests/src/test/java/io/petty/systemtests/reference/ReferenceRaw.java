package io.petty.systemtests.reference;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The readings and rejects of one raw file.
 *
 * @param bytes the size of the file as stored
 * @param lines the number of records that aren't blank
 * @param readings in the file's order, repeats included
 * @param rejects in the file's order; a reject of the file itself comes last
 */
public record ReferenceRaw(long bytes, long lines, List<ReferenceReading> readings, List<ReferenceReject> rejects) {

    private static final int LONGEST_LINE = 65_536;
    private static final int DEEPEST = 64;
    private static final int KEPT_OF_A_REJECT = 4096;

    /**
     * Reads a file.
     *
     * @param file its key, which doesn't affect how its content is read
     */
    public static ReferenceRaw read(LocalDate deliveryDay, String file, byte[] bytes) {
        ReferenceDecompression decompression = ReferenceDecompression.of(bytes);
        long lines = 0;
        List<ReferenceReading> readings = new ArrayList<>();
        List<ReferenceReject> rejects = new ArrayList<>();
        for (ReferenceRecord one : ReferenceRecord.of(decompression.content(), decompression.broken())) {
            if (one.isBlank()) {
                continue;
            }
            lines++;
            try {
                readings.add(reading(deliveryDay, one.bytes()));
            } catch (ReferenceFields.Rejected e) {
                rejects.add(new ReferenceReject(deliveryDay, file, one.line(), e.reason(), firstPart(one.bytes())));
            }
        }
        if (decompression.broken()) {
            rejects.add(new ReferenceReject(deliveryDay, file, null, "file", ""));
        }
        return new ReferenceRaw(bytes.length, lines, readings, rejects);
    }

    /** Returns how many records are rejects. */
    public long lineRejects() {
        return rejects.stream().filter(reject -> reject.line() != null).count();
    }

    /** Returns whether the file can't be read to its end. */
    public boolean broken() {
        return lineRejects() < rejects.size();
    }

    /** Returns whether the audit counts the file's bytes as lost. */
    public boolean unusable() {
        return broken() || (bytes > 0 && readings.isEmpty());
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
            // Reported by the reject below.
        }
        throw new ReferenceFields.Rejected("json");
    }

    /** Returns how deeply brackets and braces outside of strings are nested, even if the text isn't JSON. */
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
