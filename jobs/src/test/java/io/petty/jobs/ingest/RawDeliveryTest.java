package io.petty.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.raw.RawRules;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawDeliveryTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    private Path root;

    @Test
    void distinguishesRawIgnoredAndHiddenFiles() throws IOException {
        write("dt=2026-11-20/part-0");
        write("dt=2026-11-20/hour=03/A.JSON.GZ");
        write("dt=2026-11-20/notes.txt");
        write("dt=2026-11-20/_SUCCESS");
        write("dt=2026-11-20/_temporary/part-0");
        write("dt=2026-11-21/part-0");

        RawDelivery delivery = list();

        assertThat(delivery.files())
                .extracting(StoredObject::key)
                .containsExactly("dt=2026-11-20/hour=03/A.JSON.GZ", "dt=2026-11-20/part-0");
        assertThat(delivery.ignoredFiles()).containsExactly("dt=2026-11-20/notes.txt");
    }

    @Test
    void addingOrRemovingAnIgnoredFileIsAChange() throws IOException {
        write("dt=2026-11-20/part-0");
        String before = list().fingerprint(RawRules.DEFAULTS);
        Path notes = write("dt=2026-11-20/notes.txt");
        String with = list().fingerprint(RawRules.DEFAULTS);
        assertThat(with).isNotEqualTo(before);

        Files.writeString(notes, "more");
        write("dt=2026-11-20/_SUCCESS");
        assertThat(list().fingerprint(RawRules.DEFAULTS)).isEqualTo(with);

        Files.delete(notes);
        assertThat(list().fingerprint(RawRules.DEFAULTS)).isEqualTo(before);
    }

    @Test
    void listsFoldersWithoutAValidDateSeparately() throws IOException {
        for (String folder : new String[] {
            "dt=2026-11-20",
            "dt=2026-02-30",
            "dt=latest",
            "dt=",
            "dt=0000-01-01",
            "dt=+12026-11-20",
            "dt=2026-11-2",
            "other",
            "_dt=2026-11-20"
        }) {
            Files.createDirectory(root.resolve(folder));
        }

        try (Storage storage = storage()) {
            RawFolders folders = RawFolders.list(storage);
            assertThat(folders.days()).containsExactly(DAY);
            assertThat(folders.notDays())
                    .containsExactly(
                            "dt=", "dt=+12026-11-20", "dt=0000-01-01", "dt=2026-02-30", "dt=2026-11-2", "dt=latest");
        }
    }

    private RawDelivery list() throws IOException {
        try (Storage storage = storage()) {
            return RawDelivery.list(storage, DAY);
        }
    }

    private Storage storage() throws IOException {
        return Storage.open(StorageLocation.parse(root.toString()), S3Settings.AWS);
    }

    private Path write(String key) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, key);
    }
}
