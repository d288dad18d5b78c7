package io.petty.jobs.bucket;

import io.petty.reading.CollarDay;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Returns the event days of collars, one after another. */
public interface CollarDaySource {
    /** Returns the next event day of a collar, or null at the end. */
    @Nullable
    CollarDay next() throws IOException;
}
