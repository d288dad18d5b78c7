package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.home.HomeFolder;
import io.petty.lake.Lake;
import io.petty.lake.RunHistory;
import io.petty.lake.Runs;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeDatabaseTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void opensANewDatabaseConcurrently(String kind) throws Exception {
        DatabaseSettings settings = kind.equals("h2") ? DatabaseSettings.EMBEDDED : SharedPostgres.newDatabase();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Long>> runs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                runs.add(threads.submit(() -> {
                    try (LakeDatabase database = LakeDatabase.open(home, settings, null);
                            Lake lake = new Lake(
                                    database,
                                    StorageLocation.parse(home.resolve("lake").toString()),
                                    S3Settings.AWS,
                                    new CollarBuckets(4))) {
                        assertThat(lake.readings().currentSnapshot()).isNull();
                        return new Runs(database, Clock.systemUTC()).start("run");
                    }
                }));
            }
            List<Long> numbers = new ArrayList<>();
            for (Future<Long> run : runs) {
                numbers.add(run.get());
            }
            assertThat(numbers).doesNotHaveDuplicates().hasSize(6);
        } finally {
            threads.shutdown();
        }
    }

    /** If the constant were out of date, homes of earlier versions would never get the newest migration. */
    @Test
    void newestMigrationIsUpToDate() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(
                        LakeDatabase.class.getResource("/db/migration/V1__runs_deliveries_publications.sql"))
                .toURI());
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder.getParent()))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max())
                    .hasValue(Integer.parseInt(Migrations.NEWEST));
        }
    }

    /** A copy of the files is what the next process finds if this one is killed. */
    @Test
    void hasWrittenEachCommitToItsFileEvenAfterItWasOpenedAgain(@TempDir Path copies) throws Exception {
        List<String> commands =
                List.of("in a new database", "in an existing database", "in an existing database again");
        for (String command : commands) {
            try (LakeDatabase database = LakeDatabase.openEmbedded(home)) {
                new Runs(database, Clock.systemUTC()).start(command);

                Path copy = copies.resolve(command);
                HomeFolder.create(copy);
                for (String file : List.of("database.mv.db", "database.password")) {
                    Files.copy(home.resolve(file), copy.resolve(file));
                }
                try (LakeDatabase copied = LakeDatabase.openEmbedded(copy)) {
                    assertThat(new RunHistory(copied).last(1))
                            .extracting(RunHistory.Run::command)
                            .containsExactly(command);
                }
            }
        }
    }

    @Test
    void worksAfterAnInterruptDuringAWrite() throws Exception {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home)) {
            Runs runs = new Runs(database, Clock.systemUTC());
            ExecutorService thread = Executors.newSingleThreadExecutor();
            thread.submit(() -> {
                        Thread.currentThread().interrupt();
                        runs.start("interrupted");
                    })
                    .get();
            thread.shutdown();

            runs.start("afterwards");

            assertThat(new RunHistory(database).last(2))
                    .extracting(RunHistory.Run::command)
                    .containsExactly("afterwards", "interrupted");
        }
    }

    @Test
    void namesTheUrlIfTheServerHasNoSuchDatabase() throws IOException {
        DatabaseSettings settings =
                DatabaseSettings.ownedBy(SharedPostgres.settings("nowhere").url(), "postgres", "s3cret-planted", 2);
        assertThatThrownBy(() -> LakeDatabase.open(home, settings, null))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("petty.database.url")
                .hasMessageNotContaining("s3cret-planted");
    }

    @Test
    void showsNoPassword() {
        assertThat(DatabaseSettings.ownedBy("jdbc:postgresql://db/petty", "petty", "s3cret-planted", 2)
                        .toString())
                .doesNotContain("s3cret-planted");
        assertThatThrownBy(() ->
                        DatabaseSettings.ownedBy("jdbc:postgresql://db/petty?password=s3cret-planted", null, null, 2))
                .hasMessageContaining("petty.database.password")
                .hasMessageNotContaining("s3cret-planted");
    }
}
