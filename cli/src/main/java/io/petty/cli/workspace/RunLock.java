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
 * A lock on a home, which the operating system frees when its process ends, however it does. The lease alone decides who
 * may write; who gets this lock knows besides that the last one to have it is dead, and needn't wait for its lease to
 * expire.
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

    /** Takes the lock; empty when another process has it. */
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
            // This process has it already: as taken as by any other.
        }
        channel.close();
        return Optional.empty();
    }

    /** Takes the lock without creating its file; empty also when no process of this home ever had it. */
    static Optional<RunLock> takeExisting(Path home) throws IOException {
        return Files.exists(home.resolve(FILE)) ? take(home) : Optional.empty();
    }

    private static String name(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(NAME_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // A short read goes on where it ended.
        }
        if (!bytes.hasRemaining()) {
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
        String name = UUID.randomUUID().toString();
        channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), 0);
        return name;
    }

    /** Tells this lock from those of other homes, also from that of a copied one. */
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
