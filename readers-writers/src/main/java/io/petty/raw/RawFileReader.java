package io.petty.raw;

import io.petty.forgotten.ForgottenNames;
import io.petty.raw.StrictLineParser.Fault;
import io.petty.reading.ReadingBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one raw file: decompresses it, splits it into lines and makes of each line that is not blank a reading or a
 * reject, in constant memory whatever the length of a line.
 *
 * <p>A usual line is parsed where it stands in the buffer, without looking for its end first and without an object; only
 * other lines are split off and given to {@link StrictLineParser}. Not safe for use by several threads.
 */
public final class RawFileReader implements Closeable {
    /** Rejects that one call gathers before it returns, each with up to 4 KiB of content. */
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

    /** Holds what is read ahead at [position, limit), then an LF, then bytes that the parser may look at. */
    private final byte[] buffer;

    private int position;
    private int limit;
    private boolean started;
    /** Whether the content has no more bytes to read ahead. */
    private boolean ended;

    private boolean finished;

    private long lineNumber;
    private long blankLines;
    private long readings;
    private long rejects;
    private long forgotten;
    private boolean broken;

    /**
     * Reads nothing yet.
     *
     * @param deliveryDay the {@code dt=} folder the file lies in
     * @param key the file's key, as rejects shall name it; with a {@code ..} in its path the file is not read, and broken
     * @param compressedSize the file's size in bytes, for the limit on the ratio
     * @param content the file's bytes, closed with this reader
     * @throws IllegalArgumentException when the key is not that of a raw file, see {@link RawFormat#of}
     */
    public RawFileReader(LocalDate deliveryDay, String key, long compressedSize, InputStream content, RawRules rules)
            throws IOException {
        this(deliveryDay, key, compressedSize, content, rules, ForgottenNames.NONE);
    }

    /**
     * The same where collars were forgotten: rejects that name one are left out, and so are the readings that the block's
     * own dictionary says are one's.
     */
    public RawFileReader(
            LocalDate deliveryDay,
            String key,
            long compressedSize,
            InputStream content,
            RawRules rules,
            ForgottenNames forgottenNames)
            throws IOException {
        if (compressedSize < 0) {
            throw new IllegalArgumentException("File %s has a size of %d bytes".formatted(key, compressedSize));
        }
        RawFormat format = RawFormat.of(key)
                .orElseThrow(() -> new IllegalArgumentException(key + " is not the name of a raw file"));
        this.deliveryDay = deliveryDay;
        this.key = forgottenNames.withoutThem(key);
        this.rules = rules;
        this.forgottenNames = forgottenNames;
        this.content = new RawContent(format, content, compressedSize, rules);
        this.usual = new LineParser(deliveryDay, rules, line);
        this.strict = new StrictLineParser(deliveryDay, rules, line);
        this.buffer = new byte[Math.max(READ_BYTES, 2 * rules.lineBytes()) + LineParser.BYTES_BEHIND];
    }

    /**
     * Reads on until the block is full, many rejects are gathered, or the file ends.
     *
     * @param into gets the readings, behind those it has
     * @param rejected gets the rejects, about {@value #REJECTS_PER_CALL} at most
     * @return false when nothing more can come; true when a next call may bring more
     * @throws IOException when the storage fails; what was read so far is then worth nothing, and the reader may only be
     *     closed. A broken file does not throw, but gives a {@link RejectReason#FILE} reject
     */
    public boolean read(ReadingBlock into, List<Reject> rejected) throws IOException {
        int enough = rejected.size() + REJECTS_PER_CALL;
        if (!started) {
            start(rejected);
        }
        while (!finished) {
            if (into.isFull() || rejected.size() >= enough) {
                return true;
            }
            int end = usual.parse(buffer, position);
            if (end >= 0 && end < limit && end - position <= rules.lineBytes()) {
                position = end + 1;
                lineNumber++;
                add(into);
            } else {
                unusualLine(into, rejected);
            }
        }
        return false;
    }

    private void add(ReadingBlock into) {
        if (line.addTo(into)) {
            readings++;
        } else {
            forgotten++;
        }
    }

    private void start(List<Reject> rejected) throws IOException {
        started = true;
        if (Arrays.asList(key.split("/", -1)).contains("..")) {
            finish("The file's key leads out of its folder by a '..', so it is not read", rejected);
            return;
        }
        fill();
        boolean hasByteOrderMark =
                limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
        position = hasByteOrderMark ? 3 : 0;
    }

    /** Takes one line of any kind, or reads on to have one, or finishes. */
    private void unusualLine(ReadingBlock into, List<Reject> rejected) throws IOException {
        int end = lineFeed(position);
        if (end < limit) {
            judge(end, into, rejected);
            position = end + 1;
        } else if (!ended && limit - position <= Math.max(rules.lineBytes(), CONTENT_BYTES)) {
            fill();
        } else if (!ended) {
            longLine(rejected);
        } else {
            String breakMessage = content.breakMessage();
            if (breakMessage == null && position < limit) {
                judge(limit, into, rejected);
            }
            finish(breakMessage, rejected);
        }
    }

    /** Judges the line from {@code position} to {@code end}. */
    private void judge(int end, ReadingBlock into, List<Reject> rejected) {
        lineNumber++;
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

    /** Skips a line that is too long to be one, whatever its length, unless it is blank or breaks off with the file. */
    private void longLine(List<Reject> rejected) throws IOException {
        String start = text(position, limit);
        boolean blank = isBlank(position, limit);
        // What is far behind the start of so long a line is kept nowhere, and so not looked at.
        boolean named = forgottenNames.areIn(buffer, position, limit);
        int end = limit;
        while (end == limit && !ended) {
            position = limit;
            fill();
            end = lineFeed(position);
            blank = blank && isBlank(position, end);
        }
        position = Math.min(end + 1, limit);
        if (end == limit && content.breakMessage() != null) {
            return;
        }
        lineNumber++;
        if (blank) {
            blankLines++;
        } else if (named) {
            forgotten++;
        } else {
            reject(strict.sizeFault(), start, rejected);
        }
    }

    private void reject(Fault fault, String text, List<Reject> rejected) {
        rejects++;
        rejected.add(new Reject(deliveryDay, key, lineNumber, fault.reason(), fault.message(), text));
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
            if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Where the next LF is; {@code limit} when none is read yet. */
    private int lineFeed(int from) {
        int at = from;
        while (buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Moves what is left to the front and reads until the buffer is full, or the content ends. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int capacity = buffer.length - LineParser.BYTES_BEHIND;
        while (limit < capacity && !ended) {
            int count = content.read(buffer, limit, capacity - limit);
            if (count < 0) {
                ended = true;
            } else {
                limit += count;
            }
        }
        buffer[limit] = '\n';
    }

    /** What became of the lines read so far. */
    public RawFileCounts counts() {
        return new RawFileCounts(readings + rejects + forgotten, blankLines, readings, rejects, forgotten, broken);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
