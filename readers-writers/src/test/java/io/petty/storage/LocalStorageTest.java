package io.petty.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.process.LimitedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends StorageContract {
    @TempDir
    Path temporary;

    private Path folder;
    private Storage storage;
    private Instant delivered = Instant.parse("2026-11-21T00:00:00.123456789Z");

    @BeforeEach
    void openTheFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("raw files"));
        storage = open(folder);
    }

    @Override
    Storage storage() {
        return storage;
    }

    @Override
    S3Settings settings() {
        return S3Settings.AWS;
    }

    /** Moves a new file into place, as deliveries do. It is modified one second after the previous file. */
    @Override
    void put(String key, byte[] content) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Path fresh = Files.write(temporary.resolve("fresh"), content);
        delivered = delivered.plusSeconds(1);
        Files.setLastModifiedTime(fresh, FileTime.from(delivered));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    void remove(String key) throws IOException {
        Files.delete(folder.resolve(key));
    }

    @Override
    Storage missingRoot() throws IOException {
        return open(temporary.resolve("not there"));
    }

    @Test
    void refusesARootThatIsAFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("raw.json"), "{}");
        assertThatThrownBy(() -> open(file).list(""))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining(file + " is a file");
    }

    @Test
    void detectsAChangeWhileReading() throws IOException {
        put("a", new byte[100_000]);
        try (InputStream in = storage.open(only("a"))) {
            in.readNBytes(10);
            Files.setLastModifiedTime(folder.resolve("a"), FileTime.fromMillis(1));
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ObjectChangedException.class)
                    .hasMessageContaining("changed since it was listed");
        }
    }

    @Test
    void detectsAReplacementWhileReading() throws IOException {
        put("a", new byte[100_000]);
        try (InputStream in = storage.open(only("a"))) {
            in.readNBytes(10);
            put("a", new byte[100_000]);
            assertThatThrownBy(() -> in.readNBytes(99_990))
                    .as("fails with the last byte, even if the end isn't read")
                    .isInstanceOf(ObjectChangedException.class);
        }
    }

    @Test
    void aCopyThatKeepsTimesHasTheVersionsOfItsOriginal() throws IOException {
        put("a", "one");
        put("dt=2026-11-20/b", "two");
        Path copy = temporary.resolve("copy");
        Files.createDirectories(copy.resolve("dt=2026-11-20"));
        for (String key : List.of("a", "dt=2026-11-20/b")) {
            Files.copy(folder.resolve(key), copy.resolve(key), StandardCopyOption.COPY_ATTRIBUTES);
        }

        try (Storage copied = open(copy)) {
            assertThat(copied.list("")).isEqualTo(storage.list(""));
            for (StoredObject listed : storage.list("")) {
                try (InputStream in = copied.open(listed)) {
                    assertThat(in.readAllBytes()).hasSize(3);
                }
            }
        }
    }

    @Test
    void aRewrittenFileOfTheSameSizeHasADifferentVersion() throws IOException {
        put("a", "one");
        String before = only("a").version();
        Files.writeString(folder.resolve("a"), "two");
        Files.setLastModifiedTime(folder.resolve("a"), FileTime.from(delivered.plusMillis(1)));

        assertThat(only("a").version()).isNotEqualTo(before);
    }

    @Test
    void detectsATruncationWhileReading() throws IOException {
        put("a", new byte[100_000]);
        try (InputStream in = storage.open(only("a"))) {
            in.readNBytes(10);
            Files.write(folder.resolve("a"), new byte[50]);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ObjectChangedException.class)
                    .hasMessageContaining("ends after 50 of the 100000 bytes");
        }
    }

    @Test
    void detectsAFileThatGrows() throws IOException {
        put("a", new byte[1000]);
        try (InputStream in = storage.open(only("a"))) {
            Files.write(folder.resolve("a"), new byte[10], StandardOpenOption.APPEND);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ObjectChangedException.class)
                    .hasMessageContaining("longer than the 1000 bytes");
        }
    }

    @Test
    void followsLinksToFilesAndFolders() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/sub"));
        Files.writeString(elsewhere.resolve("x.json"), "linked");
        Files.createSymbolicLink(folder.resolve("dt=2026-11-20"), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("file.json"), elsewhere.resolve("x.json"));

        assertThat(storage.folders("")).containsExactly("dt=2026-11-20");
        assertThat(storage.list(""))
                .extracting(StoredObject::key)
                .containsExactly("dt=2026-11-20/sub/x.json", "file.json");
        for (StoredObject object : storage.list("")) {
            assertThat(read(object)).isEqualTo("linked");
        }
    }

    @Test
    void handlesLoopsOfLinks() throws IOException {
        put("dt=2026-11-20/a.json", "a");
        Files.createSymbolicLink(folder.resolve("dt=2026-11-20/self"), folder.resolve("dt=2026-11-20"));
        Files.createSymbolicLink(folder.resolve("up"), folder);
        assertThat(storage.list("")).extracting(StoredObject::key).containsExactly("dt=2026-11-20/a.json");
        assertThat(storage.list("dt=2026-11-20/")).hasSize(1);
    }

    @Test
    void reportsABrokenLinkWhenItIsRead() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.json"), folder.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("b.json"), folder.resolve("b.json"));
        List<StoredObject> objects = storage.list("");
        assertThat(objects).extracting(StoredObject::key).containsExactly("a.json", "b.json");
        assertThatThrownBy(() -> read(objects.get(0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.json")
                .hasMessageContaining("broken symbolic link");
        assertThatThrownBy(() -> read(objects.get(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("b.json");
    }

    @Test
    void neverReadsOutsideItsRoot() throws IOException {
        Files.writeString(temporary.resolve("secret"), "secret");
        for (String key : List.of(
                "../secret", "a/../../secret", temporary.resolve("secret").toString())) {
            assertThatThrownBy(() -> read(new StoredObject(key, 6, "v")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("can't be the key");
        }
    }

    @Test
    void writesToATemporaryFileUntilClosed() throws IOException {
        try (FileIO files = Storage.tableFiles(storage.root(), settings())) {
            PositionOutputStream out =
                    files.newOutputFile(folder + "/t/data.parquet").create();
            out.write(new byte[100_000]);
            out.flush();
            assertThat(storage.list("t/")).extracting(StoredObject::key).allMatch(key -> key.endsWith(".tmp"));
            out.close();
            assertThat(storage.list("t/")).extracting(StoredObject::key).containsExactly("t/data.parquet");
            assertThatThrownBy(() -> files.newInputFile("s3://bucket/key"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("s3://bucket/key");
        }
    }

    @Test
    void loadsNoAwsClasses() throws IOException, InterruptedException {
        put("a", "x");
        Path log = temporary.resolve("classes");
        LimitedProcess.Ended ended = LimitedProcess.run(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LocalReader.class.getName(),
                        folder.toString()),
                Duration.ofMinutes(4));
        assertThat(ended.code()).as(ended.written()).isZero();
        assertThat(Files.readString(log))
                .contains("io.petty.storage.LocalFileIO")
                .doesNotContain("software.amazon");
    }

    /** A program that reads and writes only local files. */
    static final class LocalReader {
        private LocalReader() {}

        public static void main(String[] arguments) throws IOException {
            StorageLocation root = StorageLocation.parse(arguments[0]);
            try (Storage storage = Storage.open(root, S3Settings.AWS);
                    InputStream in = storage.open(storage.list("a").get(0));
                    FileIO files = Storage.tableFiles(root, S3Settings.AWS)) {
                in.readAllBytes();
                files.newOutputFile(root + "/b").create().close();
                files.newInputFile(root + "/b").newStream().close();
            }
        }
    }

    private static Storage open(Path path) throws IOException {
        return Storage.open(new StorageLocation(path.toString()), S3Settings.AWS);
    }
}
