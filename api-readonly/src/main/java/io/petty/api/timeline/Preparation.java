package io.petty.api.timeline;

import io.petty.lake.DayLookups;
import io.petty.lake.Publication;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the files of days that were just published, the newest first, so that whoever looks at them in the morning doesn't
 * wait for it. Older days are opened when somebody asks.
 */
public final class Preparation implements Consumer<List<Publication>> {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    /** A week: what pages show, and what a start can open beside its first requests. */
    private static final int MOST_DAYS = 7;

    private final DayLookups lookups;

    public Preparation(DayLookups lookups) {
        this.lookups = lookups;
    }

    @Override
    public void accept(List<Publication> come) {
        for (int i = come.size() - 1; i >= Math.max(0, come.size() - MOST_DAYS); i--) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                lookups.prepare(come.get(i));
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "The files of {} can't be opened ahead: {}", come.get(i).eventDay(), e.toString());
            }
        }
    }
}
