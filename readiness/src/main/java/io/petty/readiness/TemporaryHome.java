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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A temporary home with generated data for small runs. Their processes don't get the installation's settings, so they
 * can't change the installation.
 */
final class TemporaryHome implements AutoCloseable {
    /** The day of the first run. */
    static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    /** The day with bad data. */
    static final LocalDate BAD_DAY = DAY.plusDays(1);

    private static final int BAD_LINES = 50;
    private static final int COLLARS = 3;
    private static final int FILES = 2;
    private static final double DUPLICATES = 0.005;
    private static final double MALFORMED = 0.001;
    private static final long SEED = 1;

    private final List<String> command;
    private @Nullable Path folder;
    private @Nullable Ended first;

    /**
     * The result of a command.
     *
     * @param out lines of standard output
     * @param err lines of standard error
     */
    record Ended(int code, List<String> out, List<String> err) {
        boolean says(String text) {
            return Stream.concat(out.stream(), err.stream()).anyMatch(line -> line.contains(text));
        }

        /** Returns whether a line of standard output shows a day in a state. */
        boolean shows(LocalDate day, String state) {
            return out.stream().anyMatch(line -> line.startsWith(day.toString()) && line.contains(" " + state + " "));
        }
    }

    /** @param command the command line of the petty command, without arguments */
    TemporaryHome(List<String> command) {
        this.command = command;
    }

    /** Returns the result of the first run, on a generated day. Only the first call starts it. */
    synchronized Ended firstRun() throws IOException, InterruptedException {
        if (first == null) {
            Path made = Files.createTempDirectory("petty-readiness-home");
            folder = made;
            GenerateSettings settings = GenerateSettings.defaults()
                    .withFiles(FileFormat.GZIP, FILES)
                    .withShares(0, DUPLICATES, MALFORMED);
            new Generator(settings).generate(made.resolve("raw"), DAY, 1, COLLARS, SEED, null, (file, soFar) -> {});
            first = run();
        }
        return first;
    }

    /** Runs again after the first run. */
    synchronized Ended nextRun() throws IOException, InterruptedException {
        firstRun();
        return run();
    }

    /** Runs after a delivery without a valid reading. */
    synchronized Ended runWithBadData() throws IOException, InterruptedException {
        firstRun();
        Path day = Files.createDirectories(opened().resolve("raw").resolve("dt=" + BAD_DAY));
        Files.write(day.resolve("bad.jsonl"), Collections.nCopies(BAD_LINES, "{\"collar_id\": "));
        return run();
    }

    /** Runs {@code petty status}. */
    synchronized Ended status() throws IOException, InterruptedException {
        firstRun();
        return petty("status");
    }

    private Path opened() {
        return Objects.requireNonNull(folder, "The first run creates it");
    }

    private Ended run() throws IOException, InterruptedException {
        return petty("run", "--raw", opened().resolve("raw").toString());
    }

    private Ended petty(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", opened().resolve("home").toString()));
        try (OwnedProcess process = OwnedProcess.start(all, opened(), true, Map.of("PETTY_LOG_FORMAT", "json"))) {
            int code = process.exitCode();
            return new Ended(code, process.out(), process.err());
        }
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
