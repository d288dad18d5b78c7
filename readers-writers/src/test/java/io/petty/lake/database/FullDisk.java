package io.petty.lake.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system for the embedded database. It stores real files, and can simulate a full disk. */
public final class FullDisk extends FilePathWrapper {
    private static final String SCHEME = "full-disk";
    private static final AtomicBoolean FULL = new AtomicBoolean();

    /** Returns the URL of a database on this disk. The disk isn't full at first. */
    static String url(Path file) {
        EmbeddedLogin.secureH2();
        FilePath.register(new FullDisk());
        makeRoom();
        return "jdbc:h2:" + SCHEME + ":" + file + ";AUTO_SERVER=TRUE;WRITE_DELAY=0";
    }

    static void runFull() {
        FULL.set(true);
    }

    static void makeRoom() {
        FULL.set(false);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new FileOnIt(getBase().open(mode));
    }

    private static final class FileOnIt extends FileBase {
        private final FileChannel file;

        private FileOnIt(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            needRoom();
            return file.write(bytes);
        }

        @Override
        public synchronized int write(ByteBuffer bytes, long position) throws IOException {
            needRoom();
            return file.write(bytes, position);
        }

        private static void needRoom() throws IOException {
            if (FULL.get()) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return file.read(bytes);
        }

        @Override
        public synchronized int read(ByteBuffer bytes, long position) throws IOException {
            return file.read(bytes, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
