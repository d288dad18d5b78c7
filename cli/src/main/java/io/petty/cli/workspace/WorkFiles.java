package io.petty.cli.workspace;

import io.petty.jobs.batch.WorkFolder;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The folder for data that passes between the steps of a run. A restarted run reuses what the earlier one finished.
 * The folder is in the home, or where executors on other machines can reach it.
 */
public final class WorkFiles implements Closeable {
    private static final String IDENTITY = "identity";

    /** Longer than the time until a failed run is restarted, and much shorter than the retention of orphan files. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final FileIO files;
    private final StorageLocation folder;
    private final Clock clock;

    private WorkFiles(FileIO files, StorageLocation folder, Clock clock) {
        this.files = files;
        this.folder = folder;
        this.clock = clock;
    }

    /** @param folder used by this lake only: everything in it may be deleted */
    static WorkFiles in(StorageLocation folder, S3Settings s3, Clock clock) {
        return new WorkFiles(Storage.tableFiles(folder, s3), folder, clock);
    }

    /** The files left by failed runs. */
    public record Leftovers(int files, long bytes) {}

    /** The identity that the folder has had since it was last emptied. */
    private record Identity(String name, Instant made) {
        private String text() {
            return name + " " + made;
        }

        private static Optional<Identity> parse(String text) {
            String[] parts = text.strip().split(" ", -1);
            try {
                return parts.length == 2
                        ? Optional.of(new Identity(parts[0], Instant.parse(parts[1])))
                        : Optional.empty();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    /** Opens the folder for a run. It keeps what a recent run finished, and deletes everything else. */
    public WorkFolder open() throws IOException {
        Identity identity = restartable().orElse(null);
        if (identity == null) {
            delete();
            identity = new Identity(UUID.randomUUID().toString(), clock.instant());
            try (PositionOutputStream out =
                    files.newOutputFile(identityLocation()).create()) {
                out.write(identity.text().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new WorkFolder(files, folder.toString(), identity.name());
    }

    /** Returns the files left by failed runs; none while a run may still be restarted with them. */
    public Leftovers leftovers() throws IOException {
        if (restartable().isPresent()) {
            return new Leftovers(0, 0);
        }
        int count = 0;
        long bytes = 0;
        for (FileInfo file : all()) {
            count++;
            bytes += file.size();
        }
        return new Leftovers(count, bytes);
    }

    private Optional<Identity> restartable() throws IOException {
        InputFile file = files.newInputFile(identityLocation());
        if (!file.exists()) {
            return Optional.empty();
        }
        try (InputStream in = file.newStream()) {
            return Identity.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .filter(identity ->
                            Duration.between(identity.made(), clock.instant()).compareTo(KEPT) < 0);
        }
    }

    private String identityLocation() {
        return folder.resolve(IDENTITY).toString();
    }

    /** Deletes everything in the folder, its identity first. */
    public void delete() throws IOException {
        files.deleteFile(identityLocation());
        for (FileInfo file : all()) {
            files.deleteFile(file.location());
        }
        if (!folder.isS3()) {
            deleteFolders(folder.path());
        }
    }

    private List<FileInfo> all() {
        if (!(files instanceof SupportsPrefixOperations listing)) {
            throw new IllegalStateException(folder + " can't be listed");
        }
        List<FileInfo> found = new ArrayList<>();
        // The slash excludes other folders whose names start with the name of this one.
        listing.listPrefix(folder + "/").forEach(found::add);
        return found;
    }

    private static void deleteFolders(Path folder) throws IOException {
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

    @Override
    public void close() {
        files.close();
    }
}
