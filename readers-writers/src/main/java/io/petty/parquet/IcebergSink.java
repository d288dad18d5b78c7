package io.petty.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a new file of Iceberg's storage to Parquet's writer. Everything after the last row group is buffered. Then
 * {@link #finish} replaces Parquet's footer, which names the library as the file's creator and has no checksum.
 */
final class IcebergSink implements org.apache.parquet.io.OutputFile, Closeable {
    private final OutputFile file;
    private org.apache.iceberg.io.@Nullable PositionOutputStream out;
    private @Nullable ByteArrayOutputStream tail;
    private long position;

    IcebergSink(OutputFile file) {
        this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSize) {
        org.apache.iceberg.io.PositionOutputStream created = file.create();
        out = created;
        return new Stream(created);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
        throw new UnsupportedOperationException("Files of a table are never overwritten");
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return file.location();
    }

    /** Buffers everything from here on. */
    void startTail() {
        tail = new ByteArrayOutputStream();
    }

    /**
     * Writes the buffered tail, sealed and with {@code createdBy} in the footer, and closes the file. Returns the
     * file's size in bytes.
     */
    long finish(String createdBy) throws IOException {
        if (out == null || tail == null) {
            throw new IllegalStateException("There is no footer yet");
        }
        byte[] bytes = tail.toByteArray();
        int end = bytes.length - TailSeal.TRAILER_BYTES;
        int footerLength = ByteBuffer.wrap(bytes, end, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = end - footerLength;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, footerLength));
        footer.setCreated_by(createdBy);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, changed);
        byte[] trailer = ByteBuffer.wrap(Arrays.copyOfRange(bytes, end, bytes.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size())
                .array();
        out.write(TailSeal.sealed(Arrays.copyOf(bytes, start), changed.toByteArray(), trailer));
        long size = out.getPos();
        out.close();
        out = null;
        return size;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            org.apache.iceberg.io.PositionOutputStream closing = out;
            out = null;
            closing.close();
        }
    }

    private final class Stream extends PositionOutputStream {
        private final org.apache.iceberg.io.PositionOutputStream target;

        Stream(org.apache.iceberg.io.PositionOutputStream target) {
            this.target = target;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            if (tail == null) {
                target.write(value);
            } else {
                tail.write(value);
            }
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (tail == null) {
                target.write(bytes, offset, length);
            } else {
                tail.write(bytes, offset, length);
            }
            position += length;
        }

        @Override
        public void close() {
            // The sink closes the file after its footer.
        }
    }
}
