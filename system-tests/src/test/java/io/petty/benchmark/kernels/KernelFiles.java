package io.petty.benchmark.kernels;

import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;

/** A folder for a kernel's output, with the file access that the tables use. */
record KernelFiles(Path folder, FileIO files) {
    static KernelFiles create() {
        try {
            Path folder = Files.createTempDirectory("petty-kernels");
            StorageLocation location = StorageLocation.parse(folder.toString());
            return new KernelFiles(folder, Storage.tableFiles(location, S3Settings.AWS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the written files. */
    void clear() throws IOException {
        try (DirectoryStream<Path> written = Files.newDirectoryStream(folder)) {
            for (Path file : written) {
                Files.delete(file);
            }
        }
    }

    /** Deletes the folder too. */
    void delete() throws IOException {
        clear();
        Files.delete(folder);
    }
}
