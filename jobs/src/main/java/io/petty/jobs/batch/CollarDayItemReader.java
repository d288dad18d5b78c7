package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.reading.CollarDay;
import io.petty.reading.CollarDays;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Reads a collar's event day at a time: bucket-days in a given order, each opened when its turn comes. */
class CollarDayItemReader implements ItemStreamReader<CollarDay> {
    private final Source source;
    private final Iterator<BucketDay> bucketDays;
    private final Progress progress;
    private @Nullable CollarDays collarDays;

    /** Opens the collars of one bucket and event day, in order of their ids. */
    interface Source {
        CollarDays open(LocalDate eventDay, int bucket) throws IOException;
    }

    record BucketDay(LocalDate eventDay, int bucket) {}

    // Not private: the step's scope puts a subclass in front of it.
    CollarDayItemReader(Source source, List<BucketDay> bucketDays, Progress progress) {
        this.source = source;
        this.bucketDays = bucketDays.iterator();
        this.progress = progress;
    }

    /** All buckets of an event day before the next day: what a file an event day wants. */
    static CollarDayItemReader byEventDay(
            Source source, Collection<LocalDate> eventDays, BucketPartition buckets, Progress progress) {
        List<BucketDay> bucketDays = new ArrayList<>();
        for (LocalDate day : eventDays.stream().sorted().toList()) {
            for (int bucket = buckets.from(); bucket < buckets.to(); bucket++) {
                bucketDays.add(new BucketDay(day, bucket));
            }
        }
        return new CollarDayItemReader(source, bucketDays, progress);
    }

    /**
     * All event days of a bucket, from the oldest on, before the next bucket: a collar's earlier days come before its
     * later ones, whose baselines need them.
     */
    static CollarDayItemReader byBucket(
            Source source, Collection<LocalDate> eventDays, BucketPartition buckets, Progress progress) {
        List<BucketDay> bucketDays = new ArrayList<>();
        for (int bucket = buckets.from(); bucket < buckets.to(); bucket++) {
            for (LocalDate day : eventDays.stream().sorted().toList()) {
                bucketDays.add(new BucketDay(day, bucket));
            }
        }
        return new CollarDayItemReader(source, bucketDays, progress);
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
            if (!bucketDays.hasNext()) {
                return null;
            }
            BucketDay bucketDay = bucketDays.next();
            collarDays = source.open(bucketDay.eventDay(), bucketDay.bucket());
        }
    }

    @Override
    public void close() {
        try {
            if (collarDays != null) {
                collarDays.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException("Files of readings can't be closed", e);
        }
    }
}
