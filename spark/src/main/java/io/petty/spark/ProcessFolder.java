package io.petty.spark;

import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder for a process's files below {@code spark} in the home. It is locked while the process runs. When a process
 * starts, it deletes the folders of processes that died.
 */
final class ProcessFolder implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private ProcessFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates a folder, and the home if it doesn't exist.
     *
     * @param kind the kind of process; the folder's name begins with it
     */
    static ProcessFolder create(Path home, String kind) throws IOException {
        HomeFolder.create(home);
        Path folders = home.resolve("spark").toAbsolutePath();
        PrivateFiles.createFolders(folders);
        deleteAbandoned(folders);
        Path path = folders.resolve(kind + "-" + UUID.randomUUID());
        // The lock file is created first, so that no other process sees a folder without one.
        FileChannel channel = FileChannel.open(lockFile(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = channel.lock();
        PrivateFiles.createFolders(path);
        return new ProcessFolder(path, channel, lock);
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".lock");
    }

    private static void deleteAbandoned(Path folders) throws IOException {
        List<Path> found;
        try (Stream<Path> entries = Files.list(folders)) {
            // The master's folder has no lock file and is kept.
            found = entries.filter(path -> Files.exists(lockFile(path))).toList();
        }
        for (Path folder : found) {
            try (FileChannel channel = FileChannel.open(lockFile(folder), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    delete(folder);
                    Files.deleteIfExists(lockFile(folder));
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> content;
        try (Stream<Path> walk = Files.walk(folder)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.deleteIfExists(path);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
        Files.deleteIfExists(lockFile(path));
        lock.close();
        channel.close();
    }
}
