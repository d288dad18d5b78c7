package io.petty.jobs.bucket;

import io.petty.reading.CollarDay;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives one collar's event day after the other. */
public interface CollarDaySource {
    /** The next one, or null at the end. */
    @Nullable
    CollarDay next() throws IOException;
}
