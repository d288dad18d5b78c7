package io.petty.benchmark.kernels;

import io.petty.benchmark.Scratch;
import io.petty.benchmark.ServedTables;
import io.petty.lake.DayLookups;
import io.petty.lake.Lake;
import io.petty.lake.LookupLimits;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.database.LakeDatabase;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures look-ups of a random collar's day after warm-up, in microseconds, with the heap and compilers of a service.
 * Use {@code -jvmArgsAppend "-Dpetty.collars=10000 -Dpetty.days=30"} for tables as large as those of the service
 * benchmark.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:TieredStopAtLevel=4"})
public class LookupKernel {
    private static final LocalDate LAST = LocalDate.of(2026, 11, 20);
    private static final int COLLARS = Integer.getInteger("petty.collars", 1_000);
    private static final int DAYS = Integer.getInteger("petty.days", 10);
    private static final long MEMORY_BYTES = 64L << 20;

    private final Random random = new Random(1);
    private final Path home;
    private final LakeDatabase database;
    private final Lake lake;
    private final DayLookups lookups;
    private final List<Publication> publications;

    public LookupKernel() {
        ServedTables tables = new ServedTables(COLLARS, LAST, DAYS, 1);
        try {
            home = Files.createTempDirectory("petty-kernels");
            tables.write(home);
            database = LakeDatabase.openEmbedded(home);
            lake = new Lake(
                    database,
                    StorageLocation.parse(home.resolve("lake").toString()),
                    S3Settings.AWS,
                    new CollarBuckets(CollarBuckets.DEFAULT_COUNT));
            lookups = new DayLookups(lake, new LookupLimits(MEMORY_BYTES, home.resolve("copies"), MEMORY_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publications = new Publications(database).current(tables.first(), LAST);
    }

    /** Looks up a collar's events. */
    @Benchmark
    public List<Event> events() throws IOException {
        return lookups.eventsOf(publication(), collar());
    }

    /** Looks up a collar's summary. */
    @Benchmark
    public Optional<Summary> summary() throws IOException {
        return lookups.summaryOf(publication(), collar());
    }

    private Publication publication() {
        return publications.get(random.nextInt(DAYS));
    }

    private String collar() {
        return ServedTables.collar(random.nextInt(COLLARS));
    }

    @TearDown
    public void close() throws IOException {
        lookups.close();
        lake.close();
        database.close();
        Scratch.delete(home);
    }
}
