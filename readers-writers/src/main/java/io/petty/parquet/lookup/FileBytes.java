package io.petty.parquet.lookup;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, with random access. */
sealed interface FileBytes extends Closeable {
    /** Reads {@code length} bytes from position {@code from} into the front of an array. */
    void read(int from, byte[] into, int length) throws IOException;

    /** Opens the bytes of a file for a look-up. */
    sealed interface Source {
        FileBytes open() throws IOException;
    }

    /**
     * A file mapped into memory. Reading a page takes no system call, and a mapping survives the interruption of a
     * thread that reads from it, unlike an open channel. The disk space of a deleted file is freed only when the
     * garbage collector releases the mapping.
     */
    record Mapped(ByteBuffer bytes) implements FileBytes, Source {
        static Mapped of(Path path) throws IOException {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return new Mapped(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            }
        }

        @Override
        public FileBytes open() {
            return this;
        }

        @Override
        public void read(int from, byte[] into, int length) throws IOException {
            try {
                bytes.get(from, into, 0, length);
            } catch (InternalError e) {
                // Java reports a disk error below a mapping as an InternalError.
                throw new IOException("A mapped file can't be read", e);
            }
        }

        @Override
        public void close() {
            // Shared with other look-ups.
        }
    }

    /** A file that is opened for each look-up, so that nothing keeps its disk space once it is deleted. */
    record Reopened(Path path) implements Source {
        @Override
        public FileBytes open() throws IOException {
            return new Opened(FileChannel.open(path, StandardOpenOption.READ));
        }
    }

    record Opened(FileChannel channel) implements FileBytes {
        @Override
        public void read(int from, byte[] into, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, from + (long) buffer.position()) < 0) {
                    throw new EOFException("A file ends at byte %d".formatted(from + buffer.position()));
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
