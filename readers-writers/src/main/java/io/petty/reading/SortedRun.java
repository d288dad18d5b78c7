package io.petty.reading;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a run of {@link SortedRunWriter}, one section at a time. */
final class SortedRun {
    /** The size of an entry of the index: event day, bucket, offset, number of collars. */
    static final int SECTION_BYTES = 3 * Integer.BYTES + Long.BYTES;

    /** The size of the end of the file: the position of the index, and the number of sections. */
    static final int TRAILER_BYTES = Long.BYTES + Integer.BYTES;

    /** The native order of current processors, so that rows are copied unchanged. */
    static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Room for any id and the two numbers next to it. */
    private static final int LEAST_BUFFER_BYTES = 128;

    /** Large enough for efficient requests to S3, but small enough to read hundreds of runs at once. */
    private static final int MOST_BUFFER_BYTES = 1 << 18;

    private final InputFile file;
    private final List<SortedRunWriter.Section> sections;

    /** The end of the sections. */
    private final long end;

    private SortedRun(InputFile file, List<SortedRunWriter.Section> sections, long end) {
        this.file = file;
        this.sections = sections;
        this.end = end;
    }

    static SortedRun open(InputFile file) throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            in.seek(file.getLength() - TRAILER_BYTES);
            ByteBuffer trailer = ByteBuffer.wrap(in.readNBytes(TRAILER_BYTES)).order(BYTE_ORDER);
            long index = trailer.getLong();
            int count = trailer.getInt();
            in.seek(index);
            ByteBuffer entries =
                    ByteBuffer.wrap(in.readNBytes(count * SECTION_BYTES)).order(BYTE_ORDER);
            List<SortedRunWriter.Section> sections = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                sections.add(new SortedRunWriter.Section(
                        entries.getInt(), entries.getInt(), entries.getLong(), entries.getInt()));
            }
            return new SortedRun(file, sections, index);
        }
    }

    /** Returns the collars of one event day and bucket, or empty if the run has none. */
    Optional<Cursor> cursor(int epochDay, int bucket) throws IOException {
        for (int i = 0; i < sections.size(); i++) {
            SortedRunWriter.Section section = sections.get(i);
            if (section.epochDay() == epochDay && section.bucket() == bucket) {
                long to = i + 1 < sections.size() ? sections.get(i + 1).offset() : end;
                return Optional.of(new Cursor(file, section, to));
            }
        }
        return Optional.empty();
    }

    /**
     * Iterates over the collars of a section and reads their rows on request. It reads ranges if the store supports
     * that: a merge opens more runs than a client has connections, so a run must not hold a connection between two
     * reads.
     */
    static final class Cursor implements CollarCursor {
        private final SeekableInputStream in;
        private final byte[] bytes;
        private final ByteBuffer buffer;
        private final long end;
        private long position;
        private int collarsLeft;
        private @Nullable String collarId;
        private int rows;

        private Cursor(InputFile file, SortedRunWriter.Section section, long end) throws IOException {
            this.bytes =
                    new byte[(int) Math.max(LEAST_BUFFER_BYTES, Math.min(MOST_BUFFER_BYTES, end - section.offset()))];
            this.buffer = ByteBuffer.wrap(bytes).order(BYTE_ORDER).limit(0);
            this.end = end;
            this.position = section.offset();
            this.in = file.newStream();
            in.seek(position);
            this.collarsLeft = section.collars();
        }

        @Override
        public boolean next() throws IOException {
            if (collarsLeft-- == 0) {
                return false;
            }
            fill(Integer.BYTES);
            byte[] id = new byte[buffer.getInt()];
            fill(id.length + Integer.BYTES);
            buffer.get(id);
            collarId = new String(id, StandardCharsets.US_ASCII);
            rows = buffer.getInt();
            return true;
        }

        @Override
        public String collarId() {
            if (collarId == null) {
                throw new IllegalStateException("The cursor is before the first collar");
            }
            return collarId;
        }

        @Override
        public void readRows(CollarDay.Builder into) throws IOException {
            int at = into.extend(rows);
            read(into.keys(), at, rows);
            read(into.locations(), at, rows);
        }

        private void read(long[] values, int from, int count) throws IOException {
            int at = from;
            while (at < from + count) {
                fill(Long.BYTES);
                int taken = Math.min(from + count - at, buffer.remaining() / Long.BYTES);
                buffer.asLongBuffer().get(values, at, taken);
                buffer.position(buffer.position() + taken * Long.BYTES);
                at += taken;
            }
        }

        /** Makes sure that {@code needed} bytes are in the buffer, which has room for any id and more. */
        private void fill(int needed) throws IOException {
            if (buffer.remaining() >= needed) {
                return;
            }
            buffer.compact();
            while (buffer.position() < needed) {
                int count = read(buffer.position(), (int) Math.min(buffer.remaining(), end - position));
                position += count;
                buffer.position(buffer.position() + count);
            }
            buffer.flip();
        }

        private int read(int at, int most) throws IOException {
            if (most > 0 && in instanceof RangeReadable ranges) {
                ranges.readFully(position, bytes, at, most);
                return most;
            }
            int count = most > 0 ? in.read(bytes, at, most) : -1;
            if (count < 0) {
                throw new EOFException("A sorted run ends too soon");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
