package io.petty.lake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.petty.home.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Copies whole files from S3 to a local folder. A day's file of a bucket has a megabyte or two, and requesting each
 * page from S3 would take longer than a client waits. Copies that haven't been used for long are evicted. Data files
 * never change, so a copy never becomes stale.
 *
 * <p>Each process has its own subfolder for copies, and removes the subfolders of processes that have ended.
 */
final class LocalCopies implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);
    private static final String LOCK = "lock";
    private static final Duration KEPT = Duration.ofDays(1);

    private record Copy(Path path, long bytes) {}

    private final FileIO files;
    private final Path folder;
    private final FileChannel lock;
    private final Cache<String, Copy> copies;

    LocalCopies(FileIO files, Path parent, long bytes) throws IOException {
        this.files = files;
        PrivateFiles.createFolders(parent);
        removeAbandoned(parent);
        this.folder = Files.createTempDirectory(parent, "copies-");
        this.lock = openLock(folder);
        if (lock.tryLock() == null) {
            throw new IOException("The new folder %s is in use".formatted(folder));
        }
        this.copies = Caffeine.newBuilder()
                .maximumWeight(bytes)
                // Files that no publication refers to are no longer requested. Their copies must not stay, since they
                // may contain erased collars.
                .expireAfterAccess(KEPT)
                .scheduler(Scheduler.systemScheduler())
                .weigher((String location, Copy copy) -> (int) Math.min(Integer.MAX_VALUE, copy.bytes()))
                .executor(Runnable::run)
                .removalListener(LocalCopies::removed)
                .build();
    }

    private static FileChannel openLock(Path folder) throws IOException {
        return PrivateFiles.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "copies-*")) {
            for (Path abandoned : folders) {
                try (FileChannel channel = openLock(abandoned);
                        FileLock lock = channel.tryLock()) {
                    if (lock != null) {
                        FileSystemUtils.deleteRecursively(abandoned);
                    }
                } catch (IOException | IllegalStateException e) {
                    LOG.warn("Can't remove the abandoned folder {}: {}", abandoned, e.toString());
                }
            }
        }
    }

    /**
     * Returns the path of the file's copy, which is created if there is none. It may be removed at any time.
     *
     * @throws UncheckedIOException if the file can't be copied
     */
    Path of(String location) {
        return copies.get(location, this::copyUnchecked).path();
    }

    /** Returns whether there is a copy. If so, it counts as used. */
    boolean has(String location) {
        return copies.getIfPresent(location) != null;
    }

    /** Copies a file without caching the copy. The caller deletes the copy with {@link #deleteCopy}. */
    Path temporary(String location) throws IOException {
        return copy(location).path();
    }

    private Copy copyUnchecked(String location) {
        try {
            return copy(location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Copy copy(String location) throws IOException {
        Path copy = folder.resolve(UUID.randomUUID() + ".parquet");
        try (InputStream in = files.newInputFile(location).newStream();
                OutputStream out = Channels.newOutputStream(
                        PrivateFiles.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            return new Copy(copy, in.transferTo(out));
        } catch (IOException | RuntimeException e) {
            deleteCopy(copy);
            throw e;
        }
    }

    private static void removed(@Nullable String location, @Nullable Copy copy, RemovalCause cause) {
        if (copy != null) {
            deleteCopy(copy.path());
        }
    }

    static void deleteCopy(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("Can't remove the copy {}: {}", copy, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        copies.invalidateAll();
        try (lock) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
