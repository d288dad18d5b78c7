package io.petty.reading;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    private static final int BUFFER_BYTES = 1 << 15;

    private final InputFile file;
    private final List<SortedRunWriter.Section> sections;

    private SortedRun(InputFile file, List<SortedRunWriter.Section> sections) {
        this.file = file;
        this.sections = sections;
    }

    static SortedRun open(InputFile file) throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            in.seek(file.getLength() - TRAILER_BYTES);
            ByteBuffer trailer = ByteBuffer.wrap(in.readNBytes(TRAILER_BYTES));
            long index = trailer.getLong();
            int count = trailer.getInt();
            in.seek(index);
            ByteBuffer entries = ByteBuffer.wrap(in.readNBytes(count * SECTION_BYTES));
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
        private final DataInputStream in;
        private int collarsLeft;
        private @Nullable String collarId;
        private int rows;

        private Cursor(InputFile file, SortedRunWriter.Section section) throws IOException {
            SeekableInputStream stream = file.newStream();
            stream.seek(section.offset());
            this.in = new DataInputStream(new BufferedInputStream(stream, BUFFER_BYTES));
            this.collarsLeft = section.collars();
        }

        @Override
        public boolean next() throws IOException {
            if (collarsLeft-- == 0) {
                return false;
            }
            collarId = new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
            rows = in.readInt();
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
            byte[] bytes = new byte[(int) Math.min(rows * 2L * Long.BYTES, BUFFER_BYTES)];
            for (int left = rows; left > 0; ) {
                int count = Math.min(left, bytes.length / (2 * Long.BYTES));
                in.readFully(bytes, 0, count * 2 * Long.BYTES);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                for (int i = 0; i < count; i++) {
                    into.add(buffer.getLong(), buffer.getLong());
                }
                left -= count;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
