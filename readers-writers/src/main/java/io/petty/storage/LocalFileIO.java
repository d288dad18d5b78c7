package io.petty.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Reads and writes the files of tables in a local folder, without Hadoop. Locations are absolute paths. */
final class LocalFileIO implements SupportsPrefixOperations {
    private static final long serialVersionUID = 1L;

    @Override
    public InputFile newInputFile(String location) {
        return org.apache.iceberg.Files.localInput(path(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutputFile(path(location));
    }

    /** Deletes a file. A missing file is no error, as on S3. */
    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Can't delete %s", location);
        }
    }

    /** Lists the files in a folder, at any depth, with the times of their last change. Links are not followed. */
    @Override
    public Iterable<FileInfo> listPrefix(String folder) {
        Path start = path(folder);
        List<FileInfo> found = new ArrayList<>();
        try {
            Files.walkFileTree(start, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        found.add(new FileInfo(
                                file.toString(),
                                attributes.size(),
                                attributes.lastModifiedTime().toMillis()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                    // Deleted between being listed and being read.
                    if (cause instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw cause;
                }
            });
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Can't list %s", folder);
        }
        return found;
    }

    /** Not supported: Petty never deletes whole folders of tables. */
    @Override
    public void deletePrefix(String folder) {
        throw new UnsupportedOperationException("Files of tables are deleted one by one");
    }

    private static Path path(String location) {
        try {
            Path path = Path.of(location);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + location + "' is not a valid path on this machine", e);
        }
        throw new IllegalArgumentException(
                "'" + location + "' is not in a local lake, whose files are named by absolute paths");
    }

    private record LocalOutputFile(Path path) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            if (Files.exists(path)) {
                throw new AlreadyExistsException("File already exists: %s", path);
            }
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            try {
                return LocalOutputStream.open(path);
            } catch (IOException e) {
                throw new RuntimeIOException(e, "Can't create %s", path);
            }
        }

        @Override
        public String location() {
            return path.toString();
        }

        @Override
        public InputFile toInputFile() {
            return org.apache.iceberg.Files.localInput(path.toFile());
        }

        @Override
        public String toString() {
            return location();
        }
    }
}
