package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One record of a raw file, blank or not. */
final class ReferenceRecord {
    private final long line;
    private final byte[] bytes;

    private ReferenceRecord(long line, byte[] bytes) {
        this.line = line;
        this.bytes = bytes;
    }

    /**
     * Splits a file into records.
     *
     * @param broken whether the file is truncated; if so, the bytes after the last complete record are dropped
     */
    static List<ReferenceRecord> of(byte[] content, boolean broken) {
        List<ReferenceRecord> records = new ArrayList<>();
        long line = 1;
        int start = 0;
        while (start < content.length) {
            int end = endOfLine(content, start);
            int next = nextOnTheLine(content, start, end);
            if (next < end) {
                records.add(new ReferenceRecord(line, Arrays.copyOfRange(content, start, next)));
                start = next;
            } else {
                if (end < content.length || !broken) {
                    records.add(new ReferenceRecord(line, Arrays.copyOfRange(content, start, end)));
                }
                start = end + 1;
                line++;
            }
        }
        return records;
    }

    /** Returns the number of its line, from 1. */
    long line() {
        return line;
    }

    /** Returns its bytes without the LF that ends it. */
    byte[] bytes() {
        return bytes;
    }

    boolean isBlank() {
        return skipBlanks(bytes, 0, bytes.length) == bytes.length;
    }

    private static int endOfLine(byte[] content, int start) {
        int end = start;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    /**
     * Returns the end of the object that begins at {@code start} if another one follows it on the line, else {@code
     * end}. Blanks between the two belong to the second.
     */
    private static int nextOnTheLine(byte[] content, int start, int end) {
        int at = skipBlanks(content, start, end);
        if (at == end || content[at] != '{') {
            return end;
        }
        int open = 0;
        boolean inString = false;
        for (; at < end; at++) {
            byte b = content[at];
            if (inString) {
                if (b == '\\') {
                    at++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                open++;
            } else if (b == '}' || b == ']') {
                open--;
                if (open == 0) {
                    int following = skipBlanks(content, at + 1, end);
                    return following < end && content[following] == '{' ? at + 1 : end;
                }
            }
        }
        return end;
    }

    private static int skipBlanks(byte[] content, int start, int end) {
        int at = start;
        while (at < end && (content[at] == ' ' || content[at] == '\t' || content[at] == '\r')) {
            at++;
        }
        return at;
    }
}
