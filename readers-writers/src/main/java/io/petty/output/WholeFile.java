package io.petty.output;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that an option names. It is written whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes the content to an existing empty file, or to a device or pipe. */
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Checks the file's path before work is done for it.
     *
     * @throws SettingsException if its folder doesn't exist, or the path is a folder
     */
    public static void check(String option, Path file) {
        Path folder = folderOf(file);
        if (!Files.isDirectory(folder)) {
            throw new SettingsException("%s: there is no folder %s".formatted(option, folder));
        }
        if (Files.isDirectory(file)) {
            throw new SettingsException("%s: %s is a folder; name a file".formatted(option, file));
        }
    }

    /**
     * Writes the file and replaces an existing one. A device or a pipe, such as {@code /dev/stdout}, is written to
     * directly and never replaced.
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            content.writeTo(file);
            return;
        }
        // A link stays; the file that it points to is replaced.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path unfinished = Files.createTempFile(folderOf(target), "petty", ".tmp");
        try {
            content.writeTo(unfinished);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}
