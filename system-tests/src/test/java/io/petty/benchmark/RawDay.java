package io.petty.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A generated day of raw files.
 *
 * @param root the folder that contains its {@code dt=} folder
 */
record RawDay(Path root, int collars) {
    static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final int SEED = 7;
    private static final Pattern COLLAR_ID = Pattern.compile("\"collar_id\": ?\"([A-Za-z0-9_-]+)\"");

    /** Generates the day unless an earlier benchmark has generated it. */
    static RawDay of(int collars, Path petty, Scratch scratch, Stopwatch stopwatch)
            throws IOException, InterruptedException, FailedProgramException {
        Path kept = scratch.days().resolve("%d-collars-seed-%d".formatted(collars, SEED));
        if (!Files.exists(kept)) {
            System.err.printf("Generating a day of %,d collars ...%n", collars);
            Path generated = scratch.work().resolve("raw");
            stopwatch.measure(List.of(
                    petty.toString(),
                    "generate",
                    "--out",
                    generated.toString(),
                    "--date",
                    DATE.toString(),
                    "--collars",
                    Integer.toString(collars),
                    "--seed",
                    Integer.toString(SEED)));
            Files.createDirectories(scratch.days());
            Files.move(generated, kept);
        }
        return new RawDay(kept, collars);
    }

    /** Returns a day with only this day's first reading. */
    RawDay firstReading(Path newRoot) throws IOException {
        Path file = newRoot.resolve(folderName()).resolve("00.ndjson");
        Files.createDirectories(file.getParent());
        Files.writeString(file, firstLine() + "\n");
        return new RawDay(newRoot, 1);
    }

    /** Returns the collar of the day's first reading. */
    String someCollar() throws IOException {
        Matcher id = COLLAR_ID.matcher(firstLine());
        if (!id.find()) {
            throw new IOException("The first line below " + root + " isn't a reading: " + firstLine());
        }
        return id.group(1);
    }

    /** Returns the files in the order of their names. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folderName()))) {
            return files.sorted().toList();
        }
    }

    /** Returns the compressed size. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static String folderName() {
        return "dt=" + DATE;
    }

    private String firstLine() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(files().get(0))), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            return line == null ? "" : line;
        }
    }
}
