package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.lake.Deliveries;
import io.petty.lake.Runs;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.Leases;
import io.petty.storage.S3ProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that maintenance removes old, unused data, and changes nothing that is published or available for a rollback.
 */
class MaintainTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-18");
    private static final String[] TABLES = {"readings", "rejects", "timelines", "summaries"};

    /** Shortly after the time at which {@link CommandRun} publishes. */
    private static final Clock SOON = Clock.fixed(Instant.parse("2026-12-03T01:00:00Z"), ZoneOffset.UTC);

    /** Later than all default retention times, both for times of the system clock and for those of a test's clock. */
    private static final Clock LATE = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));

    @TempDir
    private static Path folder;

    private static RawFolder raw;
    private static PettyHome home;
    private static Map<String, String> exports;
    private static SavedFolder saved;

    @BeforeAll
    static void runTwoDays() throws IOException {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(3), Duration.ofSeconds(30))
                .withShares(0, 0, 0)
                .withFiles(FileFormat.PLAIN, 1);
        new Generator(settings).generate(raw.folder(), DAY, 2, 3, 1, null, (file, soFar) -> {});
        home.command("run", "--raw", raw.folder());
        exports = home.exports(TABLES);
        assertThat(home.eventDays()).containsExactly(DAY, DAY.plusDays(1));
        saved = SavedFolder.ofHome(home);
    }

    @BeforeEach
    void restore() throws IOException {
        saved.restore();
    }

    @AfterEach
    void clearSettings() {
        List.of("s3.endpoint", "s3.path-style", "s3.region", "retention.snapshots", "retention.orphans")
                .forEach(name -> System.clearProperty("petty." + name));
    }

    @Test
    void keepsOnlyTheCurrentFilesOfADayPublishedRepeatedly() throws IOException {
        PettyHome oneDay = new PettyHome(folder.resolve("one-day"));
        oneDay.command("run", "--raw", raw.folder(), "--date", DAY);
        List<Path> files = dataFiles(oneDay);
        for (int i = 0; i < 5; i++) {
            oneDay.command("rerun", "--date", DAY, "--force");
        }
        assertThat(dataFiles(oneDay)).hasSizeGreaterThan(files.size() + 5);

        assertThat(maintain(oneDay, LATE).out()).contains("5 publications");

        assertThat(dataFiles(oneDay)).hasSameSizeAs(files);
        assertThat(exports).containsAllEntriesOf(oneDay.exports(TABLES));
        assertThat(oneDay.command("run", "--date", DAY)).contains("fresh");
    }

    @Test
    void aDryRunShowsWhatWouldBeRemovedAndRemovesNothing() throws IOException {
        // Files of an earlier publication become unused only after all of its days are published again.
        home.eventDays().forEach(day -> home.command("rerun", "--date", day, "--force"));
        age(write("lake/timelines/data/left.parquet"), Duration.ofDays(5), LATE);
        age(write("work/part.run"), Duration.ofDays(5), LATE);
        List<Path> files = files(home.folder().resolve("lake"));

        String planned = maintain(home, LATE, "--dry-run").out();
        assertThat(files(home.folder().resolve("lake"))).isEqualTo(files);
        assertThat(home.folder().resolve("work/part.run")).exists();
        assertThat(planned).contains("1 files in work (4 bytes)").containsPattern("timelines +[1-9]");

        String removed = maintain(home, LATE).out();
        assertThat(removed.replace("Also removed", "Would also be removed")).isEqualTo(planned);
        assertThat(home.folder().resolve("work")).doesNotExist();
        assertThat(files(home.folder().resolve("lake"))).hasSizeLessThan(files.size());
        assertThat(home.exports(TABLES)).isEqualTo(exports);
        assertThat(tables(maintain(home, LATE).out()))
                .allMatch(row -> row.matches("\\w+( +0){5}"))
                .hasSize(5);
    }

    @Test
    void keepsFilesThatARollbackNeeds() {
        System.setProperty("petty.retention.snapshots", "0");
        String first = home.export("timelines", DAY);
        System.setProperty("petty.rules.rest.alert", "101");
        try {
            rerun();
            rerun();
            String second = home.export("timelines", DAY);
            assertThat(maintain(home, SOON).out()).contains(" 0 publications");
            home.command("rollback", "--date", DAY, "--to", 1);
            assertThat(home.export("timelines", DAY)).isEqualTo(first);
            // The restored files also belong to an earlier snapshot, which is removed now.
            assertThat(maintain(home, LATE).out()).doesNotContain(" 0 publications");
            assertThat(home.export("timelines", DAY)).isEqualTo(first);
            assertThat(home.attempt("rollback", "--date", DAY, "--to", 2)
                            .endsWith(ExitCode.FAILED)
                            .err())
                    .contains("Run 2 didn't publish");
            home.command("rerun", "--date", DAY);
            assertThat(home.export("timelines", DAY)).isEqualTo(second);
        } finally {
            System.clearProperty("petty.rules.rest.alert");
        }
    }

    @Test
    void removesOldOrphanedFiles() throws IOException {
        Path data = age(write("lake/timelines/data/day=2026-11-18/left.parquet"), Duration.ofDays(4), SOON);
        Path metadata = age(write("lake/readings/metadata/left.avro"), Duration.ofDays(4), SOON);
        Path young = age(write("lake/timelines/data/young.parquet"), Duration.ofDays(2), SOON);
        Path foreign = age(write("lake/notes.txt"), Duration.ofDays(4), SOON);

        maintain(home, SOON);

        assertThat(data).doesNotExist();
        assertThat(metadata).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
        assertThat(home.exports(TABLES)).isEqualTo(exports);
    }

    @Test
    void removesUnusedFilesOnS3() throws Exception {
        Path buckets = Files.createDirectory(folder.resolve("s3"));
        try (S3ProxyServer server = S3ProxyServer.start(buckets)) {
            server.createBucket("tables");
            System.setProperty("petty.s3.endpoint", server.endpoint().toString());
            System.setProperty("petty.s3.path-style", "true");
            System.setProperty("petty.s3.region", "eu-central-1");
            PettyHome remote = new PettyHome(folder.resolve("remote"));
            remote.command("run", "--raw", raw.folder(), "--lake", "s3://tables/petty", "--date", DAY);
            remote.command("rerun", "--date", DAY, "--force");
            Path table = buckets.resolve("tables/petty/timelines");
            Path old = age(Files.writeString(table.resolve("data/left.parquet"), "left"), Duration.ofDays(4), LATE);
            Path young = age(Files.writeString(table.resolve("data/young.parquet"), "left"), Duration.ofDays(2), LATE);
            int before = files(table).size();

            assertThat(maintain(remote, LATE).out()).containsPattern("timelines +[1-9].* 1 +4\\n");

            assertThat(old).doesNotExist();
            assertThat(young).exists();
            assertThat(files(table)).hasSizeLessThan(before - 1);
            assertThat(exports).containsAllEntriesOf(remote.exports(TABLES));
            assertThat(remote.command("run", "--date", DAY)).contains("fresh");

            String summaries = Objects.requireNonNull(exports.get("summaries " + DAY));
            String collar = summaries.replaceFirst("(?s).*?\"collar_id\":\"([^\"]+)\".*", "$1");
            remote.command("forget", collar, "--yes");
            assertThat(remote.export("summaries", DAY)).isEqualTo(summaries.substring(summaries.indexOf('\n') + 1));
            assertThat(files(buckets)).noneMatch(file -> has(file, collar));
        }
    }

    @Test
    void removesOldRunsExceptThoseThatPublishedCurrentData() {
        rerun();
        rerun();
        maintain(home, LATE);
        assertThat(home.command("runs").lines().skip(1).map(line -> line.strip().split(" +", 2)[0]))
                .as("all runs except the first rerun, including the maintenance itself")
                .containsExactly("4", "3", "1");
        assertThat(home.command("runs", "show", "1")).contains("run");
        assertThat(home.command("status")).doesNotContain("stale", "missing", "failed");
        home.command("run", "--date", DAY, "--force");
    }

    @Test
    void doesNotStartWhileARunHoldsTheLake() {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder())) {
            Clock clock = Clock.systemUTC();
            Leases leases = new Leases(
                    database, new Runs(database, clock), new Deliveries(database, clock), Duration.ofMinutes(10));
            try (Lease lease = leases.take("run", "process 1", null, () -> {}).orElseThrow()) {
                assertThat(home.attempt("maintain").endsWith(ExitCode.HELD).err())
                        .contains("run " + lease.run());
            }
        }
    }

    @Test
    void rejectsARetentionThatIsTooShortForRestartedRuns() {
        System.setProperty("petty.retention.orphans", "1h");
        assertThat(home.attempt("maintain").endsWith(ExitCode.WRONG_USE).err())
                .contains("petty.retention.orphans must be between 1d");
    }

    private static void rerun() {
        home.command("rerun", "--date", DAY, "--force");
    }

    private static CommandRun maintain(PettyHome home, Clock clock, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("maintain", "--home", home.folder().toString()));
        arguments.addAll(Arrays.asList(options));
        return CommandRun.at(clock, arguments.toArray(String[]::new)).endsWith(ExitCode.DONE);
    }

    private static List<String> tables(String printed) {
        List<String> lines = printed.lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    private static Path write(String file) throws IOException {
        Path path = home.folder().resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "left");
    }

    private static Path age(Path file, Duration age, Clock clock) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(age)));
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> dataFiles(PettyHome home) throws IOException {
        return files(home.folder().resolve("lake")).stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
