package io.petty.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Writes a sorted run: a section for each event day and bucket of collars, with a block of packed rows for each collar,
 * and an index of the sections at the end. A run is passed from one step of a job to the next and never published, so
 * its format may change with any version.
 */
final class SortedRunWriter implements ReadingSorter.Rows {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PositionOutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(SortedRun.BYTE_ORDER);
    private final List<Section> sections = new ArrayList<>();
    private long position;

    /**
     * The position of the rows of one event day and bucket.
     *
     * @param offset in bytes from the start of the file
     */
    record Section(int epochDay, int bucket, long offset, int collars) {}

    SortedRunWriter(OutputFile file) {
        this.out = file.createOrOverwrite();
    }

    @Override
    public void write(int epochDay, int bucket, String collarId, long[] keys, long[] locations, int from, int to)
            throws IOException {
        int last = sections.size() - 1;
        if (last >= 0
                && sections.get(last).epochDay() == epochDay
                && sections.get(last).bucket() == bucket) {
            Section section = sections.get(last);
            sections.set(last, new Section(epochDay, bucket, section.offset(), section.collars() + 1));
        } else {
            sections.add(new Section(epochDay, bucket, position, 1));
        }
        byte[] id = collarId.getBytes(StandardCharsets.US_ASCII);
        reserve(2 * Integer.BYTES + id.length);
        buffer.putInt(id.length).put(id).putInt(to - from);
        position += 2 * Integer.BYTES + id.length + (long) (to - from) * 2 * Long.BYTES;
        write(keys, from, to);
        write(locations, from, to);
    }

    private void write(long[] values, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            reserve(Long.BYTES);
            int count = Math.min(to - at, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Long.BYTES);
            at += count;
        }
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        for (Section section : sections) {
            reserve(SortedRun.SECTION_BYTES);
            buffer.putInt(section.epochDay()).putInt(section.bucket());
            buffer.putLong(section.offset()).putInt(section.collars());
        }
        reserve(SortedRun.TRAILER_BYTES);
        buffer.putLong(position).putInt(sections.size());
        drain();
        out.close();
    }
}
