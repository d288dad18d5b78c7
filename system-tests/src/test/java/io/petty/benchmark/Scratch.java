package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a benchmark's files: days of raw files, which are kept, and work files, which are not. */
public final class Scratch {
    /**
     * The maximum disk space for a collar's day: raw files and the programs' output, including DuckDB's spilled data.
     */
    private static final long BYTES_PER_COLLAR = 1_000_000;

    private final Path folder;

    Scratch(Path folder) {
        this.folder = folder;
    }

    Path days() {
        return folder.resolve("days");
    }

    Path work() {
        return folder.resolve("work");
    }

    /** Empties the work folder. */
    void clear() throws IOException {
        delete(work());
        Files.createDirectories(work());
    }

    /** @throws IOException if the disk lacks the space that the programs need for a day */
    void requireRoomFor(int collars) throws IOException {
        long need = collars * BYTES_PER_COLLAR;
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < need) {
            throw new IOException("A day of %,d collars needs %.1f GB in %s, but only %.1f GB are free"
                    .formatted(collars, need / 1e9, folder, room / 1e9));
        }
    }

    /** Deletes a folder and its content, if it exists. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
