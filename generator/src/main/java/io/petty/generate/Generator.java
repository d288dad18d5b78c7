package io.petty.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes synthetic raw days that resemble the life of pets with collars, and optionally the truth about them.
 *
 * <p>The same seed and settings give the same lines on every machine; compressed bytes depend on the JDK's zlib and the
 * bundled Zstandard. A collar's readings and their delivery depend only on the seed, the collar's number and the date.
 * With more days, more collars or a different first day, existing lines stay the same, except late lines of days before
 * the first day.
 *
 * <p>Memory: about 1 KB per collar, plus the readings of one slice of time. A slice is at most an hour long.
 */
public final class Generator {
    /** Collars have numbers of at most 8 digits. */
    public static final int MOST_COLLARS = 10_000_000;

    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long MILLIS_PER_DAY = 24 * MILLIS_PER_HOUR;
    /** With at most this many collars, a slice is an hour long. With more collars, slices are shorter. */
    private static final int COLLARS_AN_HOUR = 10_000;

    private final GenerateSettings settings;

    public Generator(GenerateSettings settings) {
        this.settings = settings;
    }

    /** Notified of each raw file that is finished. */
    @FunctionalInterface
    public interface Progress {
        void finished(Path file, GeneratedCounts soFar);
    }

    /**
     * Writes {@code dt=} folders below {@code out}, and replaces files of the same names.
     *
     * @param first the first delivery day and event day
     * @param days at least 1
     * @param collars 1 to {@value #MOST_COLLARS}
     * @param truth a file for the true states of all days; null for none. It has one line of JSON per state, sorted by
     *     collar and start. {@code state} is a behavior's label or {@code Charging}. The file is compressed if its name
     *     ends in {@code .gz}.
     * @throws IllegalArgumentException if a number is out of range
     * @throws IOException if a file can't be written
     */
    public GeneratedCounts generate(
            Path out, LocalDate first, int days, int collars, long seed, @Nullable Path truth, Progress progress)
            throws IOException {
        if (days < 1) {
            throw new IllegalArgumentException("The number of days must be at least 1, not " + days);
        }
        if (collars < 1 || collars > MOST_COLLARS) {
            throw new IllegalArgumentException(
                    "The number of collars must be 1 to %d, not %d".formatted(MOST_COLLARS, collars));
        }
        long start = first.toEpochDay() * MILLIS_PER_DAY;
        long end = start + days * MILLIS_PER_DAY;
        Pet[] pets = new Pet[collars];
        for (int i = 0; i < collars; i++) {
            pets[i] = Pet.of(seed, i, settings);
        }
        GeneratedCounts counts = new Run(out, pets, seed, start, end, progress).write();
        if (truth != null) {
            Pet[] byId = pets.clone();
            Arrays.sort(byId, Comparator.comparing(Pet::collarId));
            TruthFile.write(truth, Arrays.asList(byId), seed, start, end, settings.misread());
        }
        return counts;
    }

    /** One generation, from its first slice of time to its last. */
    private final class Run {
        private final RawFiles files;
        private final Pet[] pets;
        private final CollarLife[] lives;
        private final DeliverySlices.Upload[] uploads;
        private final DeliverySlices deliveries;
        private final Progress progress;
        private final LineWriter lines = new LineWriter();
        private final LineWriter lateLines = new LineWriter();
        private final long start;
        private final long end;
        private final long fileLength;
        private final long sliceLength;

        private int fileCount;
        private long readings;
        private long late;
        private long duplicates;
        private long blankLines;
        private final SortedMap<String, Long> rejects = new TreeMap<>();

        Run(Path out, Pet[] pets, long seed, long start, long end, Progress progress) {
            this.files = new RawFiles(out, settings);
            this.pets = pets;
            this.start = start;
            this.end = end;
            this.progress = progress;
            this.fileLength = MILLIS_PER_DAY / settings.files().perDay();
            this.sliceLength = pets.length <= COLLARS_AN_HOUR
                    ? MILLIS_PER_HOUR
                    : pets.length <= 6 * COLLARS_AN_HOUR ? MILLIS_PER_HOUR / 6 : MILLIS_PER_HOUR / 60;
            long still = settings.cadence().still().toMillis();
            int perSlice = (int) Math.min(10_000_000, 1.3 * pets.length * sliceLength / still + 100);
            this.deliveries = new DeliverySlices(settings, seed, end, fileLength, sliceLength, perSlice);
            this.lives = Arrays.stream(pets)
                    .map(pet -> new CollarLife(seed, pet, settings, start))
                    .toArray(CollarLife[]::new);
            this.uploads = IntStream.range(0, pets.length)
                    .mapToObj(i -> new DeliverySlices.Upload())
                    .toArray(DeliverySlices.Upload[]::new);
        }

        GeneratedCounts write() throws IOException {
            for (long day = start; day < end; day += MILLIS_PER_DAY) {
                LocalDate date = LocalDate.ofEpochDay(day / MILLIS_PER_DAY);
                if (settings.files().format() == FileFormat.MIXED) {
                    Path lateFile = files.lateFile(date);
                    try (OutputStream lateOut = RawFiles.open(lateFile)) {
                        writeFiles(day, date, lateOut);
                        lateLines.flush(lateOut);
                    }
                    if (Files.size(lateFile) == 0) {
                        Files.delete(lateFile);
                    } else {
                        finished(lateFile);
                    }
                } else {
                    writeFiles(day, date, null);
                }
            }
            return counts();
        }

        private void writeFiles(long day, LocalDate date, @Nullable OutputStream lateOut) throws IOException {
            for (int number = 0; number < settings.files().perDay(); number++) {
                Path file = files.file(date, number);
                long fileStart = day + number * fileLength;
                try (OutputStream out = RawFiles.open(file)) {
                    for (long slice = fileStart; slice < fileStart + fileLength; slice += sliceLength) {
                        for (int i = 0; i < lives.length; i++) {
                            deliveries.send(lives[i], uploads[i], start, slice + sliceLength);
                        }
                        writeSlice(deliveries.take(slice), day, out, lateOut);
                    }
                    lines.flush(out);
                }
                finished(file);
            }
        }

        private void writeSlice(DeliverySlice delivery, long day, OutputStream out, @Nullable OutputStream lateOut)
                throws IOException {
            delivery.sort();
            for (int i = 0; i < delivery.size(); i++) {
                int row = delivery.row(i);
                boolean isLate = delivery.time(row) < day;
                count(delivery, row, isLate);
                Pet pet = pets[delivery.collar(row)];
                if (isLate && lateOut != null) {
                    lateLines.write(delivery, row, pet, lateOut);
                } else {
                    lines.write(delivery, row, pet, out);
                }
            }
        }

        private void count(DeliverySlice delivery, int row, boolean isLate) {
            LineKind kind = delivery.kind(row);
            String reason = kind.reason();
            if (reason != null) {
                rejects.merge(reason, 1L, Long::sum);
            } else if (kind == LineKind.BLANK) {
                blankLines++;
            } else {
                readings++;
                late += isLate ? 1 : 0;
                duplicates += delivery.duplicate(row) ? 1 : 0;
            }
        }

        private void finished(Path file) {
            fileCount++;
            progress.finished(file, counts());
        }

        private GeneratedCounts counts() {
            return new GeneratedCounts(fileCount, readings, late, duplicates, rejects, blankLines);
        }
    }
}
