package io.petty.raw;

import io.petty.forgotten.ForgottenNames;
import io.petty.raw.StrictLineParser.Fault;
import io.petty.reading.ReadingBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one raw file: decompresses it, splits it into records, and turns each record that isn't blank into a reading or
 * a reject. A record is a line, or one of several objects on a line. Memory is constant, whatever the length of a line.
 *
 * <p>A usual record is parsed in the buffer, without searching for its end first and without allocating. Only other
 * records are split off and passed to {@link StrictLineParser}. Not safe for use by several threads.
 */
public final class RawFileReader implements Closeable {
    /** The number of rejects after which a call returns. Each has up to 4 KiB of content. */
    private static final int REJECTS_PER_CALL = 1_000;

    private static final int CONTENT_BYTES = 4_096;
    private static final int READ_BYTES = 256 << 10;

    private final LocalDate deliveryDay;
    private final String key;
    private final RawRules rules;
    private final ForgottenNames forgottenNames;
    private final RawContent content;
    private final ParsedLine line = new ParsedLine();
    private final LineParser usual;
    private final StrictLineParser strict;
    private final RecordScanner scanner = new RecordScanner();
    /**
     * Number of blanks kept at the end of a full buffer: enough for a reject's content, and more than a record may
     * have.
     */
    private final int blanksKept;

    /**
     * The bytes read ahead, at [position, limit), then an LF, then {@link LineParser#BYTES_BEHIND} bytes that the
     * parser may read.
     */
    private final byte[] buffer;

    private int position;
    private int limit;
    /** Whether the content has no more bytes to read ahead. */
    private boolean ended;

    private boolean finished;

    private long lineNumber = 1;
    /**
     * The last line with several records. Its records that are followed by another are counted in {@code
     * recordsOfLine}.
     */
    private long lineOfRecords;

    private long recordsOfLine;

    private long blankLines;
    private long readings;
    private long rejects;
    private long forgotten;
    private boolean broken;

    /**
     * Creates the reader. Reads nothing yet.
     *
     * @param deliveryDay the day of the file's {@code dt=} folder
     * @param key the file's key; rejects contain it with forgotten names replaced
     * @param compressedSize the file's size in bytes, for the limit on the ratio
     * @param content the file's bytes, closed with this reader
     * @param forgottenNames forgotten collars. Rejects that name one are left out, and so are readings that the block's
     *     dictionary marks as forgotten.
     * @throws IllegalArgumentException if the key is not that of a raw file, see {@link RawName#of}
     */
    public RawFileReader(
            LocalDate deliveryDay,
            String key,
            long compressedSize,
            InputStream content,
            RawRules rules,
            ForgottenNames forgottenNames) {
        if (compressedSize < 0) {
            throw new IllegalArgumentException("File %s has a size of %d bytes".formatted(key, compressedSize));
        }
        if (RawName.of(key) != RawName.RAW) {
            throw new IllegalArgumentException(key + " is not the key of a raw file");
        }
        this.deliveryDay = deliveryDay;
        this.key = forgottenNames.withoutThem(key);
        this.rules = rules;
        this.forgottenNames = forgottenNames;
        this.content = new RawContent(content, compressedSize, rules);
        this.usual = new LineParser(deliveryDay, rules, line);
        this.strict = new StrictLineParser(deliveryDay, rules, line);
        this.buffer = new byte[Math.max(READ_BYTES, 3 * rules.lineBytes()) + LineParser.BYTES_BEHIND];
        this.buffer[limit] = '\n';
        this.blanksKept = Math.max(rules.lineBytes() + 1, CONTENT_BYTES);
    }

    /**
     * Reads until the block is full, many rejects are gathered, or the file ends.
     *
     * @param into receives the readings, after those it already has
     * @param rejected receives the rejects, about {@value #REJECTS_PER_CALL} at most
     * @return false if the file is finished; true if another call may return more
     * @throws IOException if the storage fails. Everything read so far must then be discarded, and the reader may only
     *     be closed. A broken file doesn't throw, but causes a {@link RejectReason#FILE} reject.
     */
    public boolean read(ReadingBlock into, List<Reject> rejected) throws IOException {
        int enough = rejected.size() + REJECTS_PER_CALL;
        while (!finished) {
            if (into.isFull() || rejected.size() >= enough) {
                return true;
            }
            int end = usual.parse(buffer, position);
            if (end >= 0 && end < limit && end - position <= rules.lineBytes()) {
                add(into);
                nextRecord(end);
            } else {
                unusualRecord(into, rejected);
            }
        }
        return false;
    }

    /**
     * Continues after the record that ends at {@code end}: at its LF, or at the first byte after its object. Small, so
     * that it is inlined.
     */
    private void nextRecord(int end) {
        if (buffer[end] != '\n') {
            nextOfLine(end);
            return;
        }
        position = end + 1;
        lineNumber++;
    }

    private void nextOfLine(int end) {
        position = end;
        recordsOfLine = lineOfRecords == lineNumber ? recordsOfLine + 1 : 1;
        lineOfRecords = lineNumber;
    }

    private void add(ReadingBlock into) {
        if (line.addTo(into)) {
            readings++;
        } else {
            forgotten++;
        }
    }

    /** Processes a record that the line parser doesn't take, reads more bytes to complete it, or finishes the file. */
    private void unusualRecord(ReadingBlock into, List<Reject> rejected) throws IOException {
        scanner.begin();
        int end = scanner.end(buffer, position, limit);
        if (end != RecordScanner.NOT_YET) {
            judge(end, into, rejected);
            nextRecord(end);
        } else if (ended) {
            String breakMessage = content.breakMessage();
            if (breakMessage == null && position < limit) {
                judge(limit, into, rejected);
            }
            finish(breakMessage, rejected);
        } else if (position > 0 || limit < capacity() || blanksCanGo()) {
            fill();
        } else {
            longRecord(rejected);
        }
    }

    /** Parses the record from {@code position} to {@code end}. */
    private void judge(int end, ReadingBlock into, List<Reject> rejected) {
        if (isBlank(position, end)) {
            blankLines++;
            return;
        }
        Fault fault = strict.parse(buffer, position, end);
        if (fault == null) {
            add(into);
        } else if (forgottenNames.areIn(buffer, position, end)) {
            forgotten++;
        } else {
            boolean carriageReturn = buffer[end - 1] == '\r';
            reject(fault, text(position, carriageReturn ? end - 1 : end), rejected);
        }
    }

    /**
     * Skips and rejects a record that exceeds the limit, whatever its length. Doesn't reject it if the file breaks
     * within it.
     */
    private void longRecord(List<Reject> rejected) throws IOException {
        String start = text(position, limit);
        // Only the start of such a long record is kept, so only that is searched for names.
        boolean named = forgottenNames.areIn(buffer, position, limit);
        int end = RecordScanner.NOT_YET;
        while (end == RecordScanner.NOT_YET && !ended) {
            position = scanner.tail();
            blanksCanGo();
            fill();
            end = scanner.end(buffer, position, limit);
        }
        if (end != RecordScanner.NOT_YET || content.breakMessage() == null) {
            if (named) {
                forgotten++;
            } else {
                reject(strict.sizeFault(), start, rejected);
            }
        }
        if (end == RecordScanner.NOT_YET) {
            position = limit;
        } else {
            nextRecord(end);
        }
    }

    /**
     * Discards the blanks at the end of the buffer that exceed what a record may have. They may belong to this record
     * or to the next. Returns whether that made room.
     */
    private boolean blanksCanGo() {
        int kept = scanner.tail() + blanksKept;
        if (kept >= limit) {
            return false;
        }
        limit = kept;
        return true;
    }

    private void reject(Fault fault, String text, List<Reject> rejected) {
        rejects++;
        String message = lineOfRecords == lineNumber
                ? "record %d of the line: %s".formatted(recordsOfLine + 1, fault.message())
                : fault.message();
        rejected.add(new Reject(deliveryDay, key, lineNumber, fault.reason(), message, text));
    }

    private void finish(@Nullable String breakMessage, List<Reject> rejected) {
        position = limit;
        ended = true;
        finished = true;
        if (breakMessage != null) {
            broken = true;
            rejected.add(new Reject(deliveryDay, key, null, RejectReason.FILE, breakMessage, ""));
        }
    }

    private String text(int from, int to) {
        return Utf8Text.start(buffer, from, to, CONTENT_BYTES);
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (!RecordScanner.isBlank(buffer[at])) {
                return false;
            }
        }
        return true;
    }

    /** Moves the remaining bytes to the front, and reads until the buffer is full or the content ends. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < capacity() && !ended) {
            int count = content.read(buffer, limit, capacity() - limit);
            if (count < 0) {
                ended = true;
            } else {
                limit += count;
            }
        }
        buffer[limit] = '\n';
    }

    private int capacity() {
        return buffer.length - LineParser.BYTES_BEHIND;
    }

    /** Returns the counts of the records read so far. */
    public RawFileCounts counts() {
        return new RawFileCounts(blankLines, readings, rejects, forgotten, broken);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
