package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.reading.CollarDay;
import io.petty.reading.CollarDays;
import io.petty.reading.SortedRuns;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Merges the sorted runs of a delivery day: a collar's event day at a time, by event day, bucket and collar. */
class MergedReadingReader implements ItemStreamReader<CollarDay> {
    private final SortedRuns runs;
    private final BucketPartition buckets;
    private final Progress progress;
    private final Iterator<LocalDate> eventDays;
    private @Nullable LocalDate eventDay;
    private int nextBucket;
    private @Nullable CollarDays collarDays;

    MergedReadingReader(SortedRuns runs, BucketPartition buckets, Progress progress) {
        this.progress = progress;
        this.runs = runs;
        this.buckets = buckets;
        this.eventDays = runs.eventDays().iterator();
        this.nextBucket = buckets.to();
    }

    @Override
    public @Nullable CollarDay read() throws IOException {
        while (true) {
            if (collarDays != null) {
                CollarDay next = collarDays.next();
                if (next != null) {
                    return next;
                }
                collarDays.close();
                collarDays = null;
                progress.unitDone();
            }
            if (nextBucket == buckets.to()) {
                if (!eventDays.hasNext()) {
                    return null;
                }
                eventDay = eventDays.next();
                nextBucket = buckets.from();
            }
            if (eventDay != null) {
                collarDays = runs.collarDays(eventDay, nextBucket++);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (collarDays != null) {
                collarDays.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException("A sorted run can't be closed", e);
        }
    }
}
