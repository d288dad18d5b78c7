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
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a run written by {@link SortedRunWriter}, a section at a time. */
final class SortedRun {
    /** An entry of the index: event day, bucket, offset, collars. */
    static final int SECTION_BYTES = 3 * Integer.BYTES + Long.BYTES;

    /** The end of the file: where the index begins, and how many sections it has. */
    static final int TRAILER_BYTES = Long.BYTES + Integer.BYTES;

    /** That of today's processors, so that rows are copied as they are. */
    static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputFile file;
    private final List<SortedRunWriter.Section> sections;

    private SortedRun(InputFile file, List<SortedRunWriter.Section> sections) {
        this.file = file;
        this.sections = sections;
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
            return new SortedRun(file, sections);
        }
    }

    List<SortedRunWriter.Section> sections() {
        return sections;
    }

    /** The collars of one event day and bucket, if the run has any. */
    Optional<Cursor> cursor(int epochDay, int bucket) throws IOException {
        for (SortedRunWriter.Section section : sections) {
            if (section.epochDay() == epochDay && section.bucket() == bucket) {
                return Optional.of(new Cursor(file, section));
            }
        }
        return Optional.empty();
    }

    /** Walks over the collars of a section; their rows are read when asked for. */
    static final class Cursor implements CollarCursor {
        private final SeekableInputStream in;
        private final byte[] bytes = new byte[BUFFER_BYTES];
        private final ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(BYTE_ORDER).limit(0);
        private int collarsLeft;
        private @Nullable String collarId;
        private int rows;

        private Cursor(InputFile file, SortedRunWriter.Section section) throws IOException {
            this.in = file.newStream();
            in.seek(section.offset());
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
                throw new IllegalStateException("The cursor stands before the first collar");
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

        /** Sees to it that so many bytes are in the buffer, which holds any id and more. */
        private void fill(int needed) throws IOException {
            if (buffer.remaining() >= needed) {
                return;
            }
            buffer.compact();
            while (buffer.position() < needed) {
                int count = in.read(bytes, buffer.position(), buffer.remaining());
                if (count < 0) {
                    throw new EOFException("A sorted run ends too soon");
                }
                buffer.position(buffer.position() + count);
            }
            buffer.flip();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
