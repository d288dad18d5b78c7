package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.reading.CollarDay;
import io.petty.reading.CollarDays;
import io.petty.reading.ReadingFiles;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the readings of event days, a collar's day at a time, by bucket, then event day from the oldest on, then collar:
 * a collar's earlier days come before its later ones, whose baselines need them.
 */
class EventDayReader implements ItemStreamReader<CollarDay> {
    private final ReadingFiles readings;
    private final List<LocalDate> eventDays;
    private final BucketPartition buckets;
    private final Progress progress;
    private int nextBucket;
    private Iterator<LocalDate> days;
    private @Nullable CollarDays collarDays;

    EventDayReader(ReadingFiles readings, List<LocalDate> eventDays, BucketPartition buckets, Progress progress) {
        this.progress = progress;
        this.readings = readings;
        this.eventDays = eventDays.stream().sorted().toList();
        this.buckets = buckets;
        this.nextBucket = buckets.from();
        this.days = this.eventDays.iterator();
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
            if (!days.hasNext()) {
                nextBucket++;
                days = eventDays.iterator();
            }
            if (nextBucket >= buckets.to()) {
                return null;
            }
            collarDays = readings.collarDays(days.next(), nextBucket, nextBucket + 1);
        }
    }

    @Override
    public void close() {
        try {
            if (collarDays != null) {
                collarDays.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException("A file of readings can't be closed", e);
        }
    }
}
