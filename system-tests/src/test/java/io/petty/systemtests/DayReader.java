package io.petty.systemtests;

import io.petty.cli.workspace.ExitCode;
import java.io.Closeable;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exports a day repeatedly and keeps each result. Represents a client that must never see a partially published day.
 */
final class DayReader implements Closeable {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> reading;
    private volatile boolean ending;

    private DayReader(PettyHome home, LocalDate day) {
        this.reading = CompletableFuture.runAsync(() -> {
            while (!ending) {
                String timelines = home.attempt("export", "timelines", "--date", day)
                        .endsWith(ExitCode.DONE)
                        .out();
                if (timelines.isBlank()) {
                    throw new AssertionError("The day was seen empty");
                }
                seen.add(timelines);
            }
        });
    }

    static DayReader of(PettyHome home, LocalDate day) {
        return new DayReader(home, day);
    }

    /** Stops reading and returns the distinct exports seen. Fails if an export failed. */
    Set<String> end() {
        ending = true;
        reading.join();
        return new LinkedHashSet<>(seen);
    }

    @Override
    public void close() {
        ending = true;
    }
}
