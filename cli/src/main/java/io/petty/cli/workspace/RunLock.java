package io.petty.cli.workspace;

import io.petty.home.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Locked while a run writes; if the process dies, the operating system releases the lock. Only the lease decides which
 * process may write. A process that acquires this lock also knows that the previous owner is dead, so it needn't wait
 * for the previous owner's lease to expire.
 */
public final class RunLock implements Closeable {
    private static final String FILE = "run.lock";
    private static final int NAME_BYTES = 36;

    private final FileChannel channel;
    private final String name;

    private RunLock(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /** Acquires the lock; empty if another process holds it. */
    public static Optional<RunLock> take(Path home) throws IOException {
        FileChannel channel = PrivateFiles.open(
                home.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new RunLock(
                        channel, name(channel) + " " + home.toAbsolutePath().normalize()));
            }
        } catch (OverlappingFileLockException e) {
            // This process already holds the lock. That also counts as held.
        }
        channel.close();
        return Optional.empty();
    }

    /** Acquires the lock without creating its file; empty also if the file doesn't exist. */
    static Optional<RunLock> takeExisting(Path home) throws IOException {
        return Files.exists(home.resolve(FILE)) ? take(home) : Optional.empty();
    }

    private static String name(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(NAME_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // After a short read, the next one continues.
        }
        if (!bytes.hasRemaining()) {
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
        String name = UUID.randomUUID().toString();
        channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), 0);
        return name;
    }

    /** Returns the lock's name, which differs between homes, even if one is a copy of another. */
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
