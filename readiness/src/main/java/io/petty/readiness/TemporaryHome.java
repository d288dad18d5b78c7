package io.petty.readiness;

import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A home of the checks' own with generated data, that small runs are made in by processes which know nothing of the
 * installation's settings: they can't touch it.
 */
final class TemporaryHome implements AutoCloseable {
    /** Of the first run. */
    static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    /** Whose delivery is bad. */
    static final LocalDate BAD_DAY = DAY.plusDays(1);

    private static final int BAD_LINES = 50;
    private static final int COLLARS = 3;
    private static final int FILES = 2;
    private static final long SEED = 1;

    private final List<String> command;
    private @Nullable Path folder;
    private @Nullable Ended first;

    /**
     * How a command ended.
     *
     * @param out lines of standard output
     * @param err lines of standard error
     */
    record Ended(int code, List<String> out, List<String> err) {
        boolean says(String text) {
            return out.stream().anyMatch(line -> line.contains(text))
                    || err.stream().anyMatch(line -> line.contains(text));
        }
    }

    /** @param command what begins the petty command, without its arguments */
    TemporaryHome(List<String> command) {
        this.command = command;
    }

    /** A run of a generated day, which is made once. */
    synchronized Ended firstRun() throws IOException, InterruptedException {
        if (first == null) {
            Path made = Files.createTempDirectory("petty-readiness-home");
            folder = made;
            GenerateSettings settings = GenerateSettings.defaults().withFiles(FileFormat.GZIP, FILES);
            new Generator(settings.withShares(0, settings.duplicateShare(), settings.malformedShare()))
                    .generate(made.resolve("raw"), DAY, 1, COLLARS, SEED, null, (file, soFar) -> {});
            first = run();
        }
        return first;
    }

    /** Another run after the first one. */
    synchronized Ended nextRun() throws IOException, InterruptedException {
        firstRun();
        return run();
    }

    /** A run after a delivery came in which no line is a reading. */
    synchronized Ended runWithBadData() throws IOException, InterruptedException {
        firstRun();
        Path day = Files.createDirectories(opened().resolve("raw").resolve("dt=" + BAD_DAY));
        Files.write(day.resolve("bad.jsonl"), Collections.nCopies(BAD_LINES, "{\"collar_id\": "));
        return run();
    }

    /** The status of its days. */
    synchronized Ended status() throws IOException, InterruptedException {
        firstRun();
        return petty(List.of("status", "--home", opened().resolve("home").toString()));
    }

    private Path opened() {
        return Objects.requireNonNull(folder, "It is made by the first run");
    }

    private Ended run() throws IOException, InterruptedException {
        return petty(List.of(
                "run",
                "--home",
                opened().resolve("home").toString(),
                "--raw",
                opened().resolve("raw").toString()));
    }

    private Ended petty(List<String> arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        try (OwnedProcess process = OwnedProcess.start(all, opened(), true, Map.of("PETTY_LOG_FORMAT", "json"))) {
            int code = process.exitCode();
            return new Ended(code, process.out(), process.err());
        }
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            Folders.delete(folder);
        }
    }
}
