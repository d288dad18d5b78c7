package io.petty.systemtests;

import io.petty.cli.workspace.ExitCode;
import java.io.Closeable;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Exports a day over and over, and keeps what it saw: a client who must never see half a day. */
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

    /** Ends reading and returns the different exports that were seen; fails when one of them failed. */
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
