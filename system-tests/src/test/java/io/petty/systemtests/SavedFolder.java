package io.petty.systemtests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is prepared once for a class and restored before each test. It is restored to the same path, because
 * tables refer to their files by absolute paths.
 */
final class SavedFolder {
    private final Path folder;
    private final Path saved;

    private SavedFolder(Path folder) throws IOException {
        this.folder = folder;
        this.saved = folder.resolveSibling(folder.getFileName() + "-saved");
        copy(folder, saved);
    }

    /** Saves a home. */
    static SavedFolder ofHome(PettyHome home) throws IOException {
        return new SavedFolder(home.folder());
    }

    /** Saves a raw folder. Its files keep their times, so that they don't count as changed after a restore. */
    static SavedFolder ofRaw(RawFolder raw) throws IOException {
        return new SavedFolder(raw.folder());
    }

    /** Restores the saved content of the folder. */
    void restore() throws IOException {
        delete(folder);
        copy(saved, folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(place)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path place, @Nullable IOException failure) throws IOException {
                Files.delete(place);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
