package io.petty.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** The files of tables in a local folder, without Hadoop. Locations are absolute paths. */
final class LocalFileIO implements FileIO {
    private static final long serialVersionUID = 1L;

    @Override
    public InputFile newInputFile(String location) {
        return org.apache.iceberg.Files.localInput(path(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutputFile(path(location));
    }

    /** Deleting what isn't there is no error, as on S3. */
    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Can't delete %s", location);
        }
    }

    private static Path path(String location) {
        try {
            Path path = Path.of(location);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + location + "' is no path on this machine", e);
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
