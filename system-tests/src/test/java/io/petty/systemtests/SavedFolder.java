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
 * A folder that is prepared once for a class and put back before each test. It is put back to the same path, since tables
 * name their files by absolute paths.
 */
final class SavedFolder {
    private final Path folder;
    private final Path saved;
    private final Copying copying;

    private interface Copying {
        void copy(Path from, Path to) throws IOException;
    }

    private SavedFolder(Path folder, Copying copying) throws IOException {
        this.folder = folder;
        this.saved = folder.resolveSibling(folder.getFileName() + "-saved");
        this.copying = copying;
        copy(folder, saved);
    }

    /** Saves a home. */
    static SavedFolder ofHome(PettyHome home) throws IOException {
        return new SavedFolder(home.folder(), (from, to) -> Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES));
    }

    /**
     * Saves a raw folder. Its files are linked, because a copy of a file counts as changed. A test must replace a file to
     * change it, as {@link RawFolder#write} does, rather than write into it.
     */
    static SavedFolder ofRaw(RawFolder raw) throws IOException {
        return new SavedFolder(raw.folder(), (from, to) -> Files.createLink(to, from));
    }

    /** Puts the folder back as it was saved. */
    void restore() throws IOException {
        delete(folder);
        copy(saved, folder);
    }

    private void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(place)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                copying.copy(file, to.resolve(from.relativize(file)));
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
