package io.petty.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder in a home where a run keeps what passes between its steps, and the next one finds what it finished. */
final class WorkFiles {
    private static final String IDENTITY = "identity";

    /** Longer than anybody waits to restart a run, and much shorter than files without a table are kept. */
    private static final Duration KEPT = Duration.ofDays(1);

    private WorkFiles() {}

    /** Files that lie around. */
    record Leftovers(int files, long bytes) {}

    /** What failed runs left and no run will go on with any more; nothing while one may. */
    static Leftovers leftovers(Path folder, Clock clock) throws IOException {
        if (!Files.exists(folder) || isRestartable(folder, clock)) {
            return new Leftovers(0, 0);
        }
        int files = 0;
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files++;
                bytes += Files.size(file);
            }
        }
        return new Leftovers(files, bytes);
    }

    private static boolean isRestartable(Path folder, Clock clock) throws IOException {
        Path file = folder.resolve(IDENTITY);
        if (!Files.exists(file)) {
            return false;
        }
        Instant made = Files.getLastModifiedTime(file).toInstant();
        return Duration.between(made, clock.instant()).compareTo(KEPT) < 0;
    }

    /** What tells this folder from others and from itself before it was emptied; makes it where it isn't there. */
    static String identity(Path folder, Clock clock) throws IOException {
        Path file = folder.resolve(IDENTITY);
        if (isRestartable(folder, clock)) {
            return Files.readString(file);
        }
        delete(folder);
        Files.createDirectories(folder);
        String identity = UUID.randomUUID().toString();
        Path unfinished = folder.resolve(IDENTITY + ".tmp");
        Files.writeString(unfinished, identity);
        Files.move(unfinished, file);
        return identity;
    }

    /** Deletes the folder with all that is in it, its identity first. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.deleteIfExists(folder.resolve(IDENTITY));
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
