package io.petty.parquet.lookup;

import io.petty.parquet.ColumnFileReader;
import java.nio.ByteBuffer;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A file in memory, or mapped into it, for {@link ColumnFileReader}. Parquet reads page indexes byte by byte, which
 * would otherwise be a system call per byte.
 */
record BufferInput(String location, ByteBuffer bytes) implements InputFile {
    @Override
    public long getLength() {
        return bytes.limit();
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream(bytes.duplicate());
    }

    @Override
    public boolean exists() {
        return true;
    }

    private static final class Stream extends SeekableInputStream {
        private final ByteBuffer bytes;

        Stream(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return bytes.position();
        }

        @Override
        public void seek(long position) {
            bytes.position(Math.toIntExact(position));
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, bytes.remaining());
            if (count == 0 && length > 0) {
                return -1;
            }
            bytes.get(into, offset, count);
            return count;
        }
    }
}
