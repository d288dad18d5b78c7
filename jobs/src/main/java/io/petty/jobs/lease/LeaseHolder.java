package io.petty.jobs.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lake.
 *
 * @param name the command and the process, for people
 * @param run its run
 * @param silence time since its last sign of life, by the database's clock
 */
public record LeaseHolder(String name, @Nullable Long run, Duration silence) {

    /** Names the holder in half a sentence, such as {@code run 12 (run --date 2026-11-20, process 4711 on night-1)}. */
    public String description() {
        return run == null ? "another run (%s)".formatted(name) : "run %d (%s)".formatted(run, name);
    }
}
