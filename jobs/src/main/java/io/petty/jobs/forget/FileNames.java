package io.petty.jobs.forget;

import io.petty.jobs.batch.RejectFiles;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.DataFile;

/** Names for a run's new data files, each used once. */
final class FileNames {
    private final long run;
    private final AtomicLong used = new AtomicLong();

    FileNames(long run) {
        this.run = run;
    }

    /** A name for what takes a file's place. */
    String next(DataFile replaced) {
        return "%sforget-run-%d-%d".formatted(RejectFiles.prefix(replaced), run, used.incrementAndGet());
    }
}
