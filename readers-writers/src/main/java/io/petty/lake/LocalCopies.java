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

/**
 * Copies of whole files on S3 in a local folder: a day's file of a bucket is a megabyte or two, and asking S3 for each
 * page would take longer than a client waits. Copies that weren't used for long make room for others. Data files never
 * change, so a copy is as good as its original.
 *
 * <p>Each process has a folder of its own in the one given, and removes those of processes that are gone.
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
                // A file that no publication has any more isn't asked for again, and what was forgotten must not stay.
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
                        delete(abandoned);
                    }
                } catch (IOException | IllegalStateException e) {
                    LOG.warn("The folder {} stays: {}", abandoned, e.toString());
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Where a copy of the file lies, which is made if there is none. It may be removed at any time. */
    Path of(String location) throws IOException {
        try {
            return copies.get(location, this::copy).path();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether there is a copy, which then counts as used. */
    boolean has(String location) {
        return copies.getIfPresent(location) != null;
    }

    /** Does something with a copy of its own, where there is no room for one that stays. */
    <T> T once(String location, Work<T> work) throws IOException {
        Path copy;
        try {
            copy = copy(location).path();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try {
            return work.of(copy);
        } finally {
            deleteCopy(copy);
        }
    }

    /** What is done with a copy. */
    interface Work<T> {
        T of(Path copy) throws IOException;
    }

    private Copy copy(String location) {
        Path copy = folder.resolve(UUID.randomUUID() + ".parquet");
        try (InputStream in = files.newInputFile(location).newStream();
                OutputStream out = Channels.newOutputStream(
                        PrivateFiles.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            return new Copy(copy, in.transferTo(out));
        } catch (IOException e) {
            deleteCopy(copy);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            deleteCopy(copy);
            throw e;
        }
    }

    private static void removed(@Nullable String location, @Nullable Copy copy, RemovalCause cause) {
        if (copy != null) {
            deleteCopy(copy.path());
        }
    }

    private static void deleteCopy(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("The copy {} can't be removed: {}", copy, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        copies.invalidateAll();
        try (lock) {
            delete(folder);
        }
    }
}
