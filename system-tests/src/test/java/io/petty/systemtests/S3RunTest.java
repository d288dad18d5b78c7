package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.generate.FeedbackGenerator;
import io.petty.generate.FeedbackSettings;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.storage.S3ProxyServer;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that exports are the same, byte by byte, whether files and tables are on S3 or in folders. */
class S3RunTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final String RAW = "s3://collars/some/prefix";
    private static final String FEEDBACK = "s3://collars/owners";
    private static final String[] TABLES = {"readings", "rejects", "timelines", "summaries", "feedback"};

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.user-key-secret");
        System.clearProperty("petty.s3.endpoint");
        System.clearProperty("petty.s3.path-style");
        System.clearProperty("petty.s3.region");
    }

    @Test
    void rawFilesAndTablesOnS3GiveTheSameBytesAsFolders() throws Exception {
        // Shared, because each home would otherwise generate its own key and derive different user keys.
        System.setProperty("petty.user-key-secret", "of both homes");
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(300), Duration.ofSeconds(60))
                .withShares(0.03, 0.03, 0.01)
                .withFiles(FileFormat.MIXED, 4);
        new Generator(settings).generate(raw.folder(), FIRST, 2, 2, 5, null, (file, soFar) -> {});
        FeedbackFolder feedback = new FeedbackFolder(folder.resolve("feedback"));
        new FeedbackGenerator(settings, new FeedbackSettings(0.05, 0)).generate(feedback.folder(), FIRST, 2, 2, 5);
        feedback.write("dt=2026-11-18/broken.json", "{");
        PettyHome local = new PettyHome(folder.resolve("local"));
        local.command("run", "--raw", raw.folder(), "--feedback", feedback.folder());

        try (S3ProxyServer server = S3ProxyServer.start(Files.createDirectory(folder.resolve("s3")))) {
            server.createBucket("collars");
            server.createBucket("tables");
            FileIO bucket = Storage.tableFiles(StorageLocation.parse(RAW), server.settings());
            for (Path file : raw.files()) {
                upload(bucket, RAW + "/" + raw.key(file), file);
            }
            // A placeholder for a folder and a marker, as other programs create them.
            bucket.newOutputFile(RAW + "/dt=2026-11-16/").createOrOverwrite().close();
            bucket.newOutputFile(RAW + "/dt=2026-11-17/_SUCCESS")
                    .createOrOverwrite()
                    .close();
            for (Path file : documents(feedback.folder())) {
                upload(bucket, FEEDBACK + "/" + feedback.folder().relativize(file), file);
            }
            System.setProperty("petty.s3.endpoint", server.endpoint().toString());
            System.setProperty("petty.s3.path-style", "true");
            System.setProperty("petty.s3.region", "eu-central-1");
            PettyHome remote = new PettyHome(folder.resolve("remote"));
            remote.command("run", "--raw", RAW, "--feedback", FEEDBACK, "--lake", "s3://tables/petty");

            assertThat(remote.exports(TABLES)).isEqualTo(local.exports(TABLES));
            assertThat(remote.folder().resolve("lake")).doesNotExist();
            assertThat(filesBelow(folder.resolve("s3/tables"))).anyMatch(name -> name.endsWith(".parquet"));
            assertThat(remote.command("run")).contains("fresh");

            // One object replaced, one removed.
            Path replaced = raw.files().get(0);
            Files.copy(raw.files().get(2), replaced, StandardCopyOption.REPLACE_EXISTING);
            upload(bucket, RAW + "/" + raw.key(replaced), replaced);
            Path removed = raw.files().get(1);
            bucket.deleteFile(RAW + "/" + raw.key(removed));
            Files.delete(removed);
            bucket.deleteFile(FEEDBACK + "/dt=2026-11-18/broken.json");
            feedback.delete("dt=2026-11-18/broken.json");
            remote.command("run");
            local.command("run");
            assertThat(remote.exports(TABLES)).isEqualTo(local.exports(TABLES));
            bucket.close();
        }
    }

    private static List<Path> documents(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static void upload(FileIO bucket, String location, Path file) throws IOException {
        try (OutputStream out = bucket.newOutputFile(location).createOrOverwrite()) {
            Files.copy(file, out);
        }
    }

    private static List<String> filesBelow(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
