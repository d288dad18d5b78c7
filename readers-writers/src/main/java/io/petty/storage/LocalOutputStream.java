package io.petty.storage;

import io.petty.home.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Writes to a temporary file and renames it only when everything is on disk, so that a crash never leaves a partial
 * file.
 */
final class LocalOutputStream extends PositionOutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream buffered;
    private long position;
    private boolean failed;
    private boolean closed;

    private LocalOutputStream(Path target, Path unfinished, FileChannel channel) {
        this.target = target;
        this.unfinished = unfinished;
        this.channel = channel;
        buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    static LocalOutputStream open(Path target) throws IOException {
        Path folder = folderOf(target);
        PrivateFiles.createFolders(folder);
        Path unfinished = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        return new LocalOutputStream(
                target,
                unfinished,
                PrivateFiles.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException(target + " is already written");
        }
        try {
            buffered.write(bytes, offset, length);
        } catch (IOException | RuntimeException | Error e) {
            failed = true;
            throw e;
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        buffered.flush();
    }

    /** Renames the file to its final name, or deletes it if a write failed. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!failed) {
                buffered.flush();
                channel.force(true);
            }
            channel.close();
            if (!failed) {
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.forceFolder(folderOf(target));
            }
        } finally {
            channel.close();
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path folderOf(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " is not a file name");
        }
        return folder;
    }
}
