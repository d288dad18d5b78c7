package io.petty.jobs.bucket;

import io.petty.jobs.partition.Attempt;
import io.petty.reading.CollarDay;
import io.petty.reading.CollarDays;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event days of collars one at a time. The bucket-days come in a given order, and each is opened when it is
 * reached.
 */
public final class BucketDayReader implements CollarDaySource, Closeable {
    private final Source source;
    private final Iterator<BucketDay> bucketDays;
    private final Attempt attempt;
    private @Nullable CollarDays collarDays;

    /** Opens the collars of one bucket and event day, in the order of their ids. */
    public interface Source {
        CollarDays open(LocalDate eventDay, int bucket) throws IOException;
    }

    record BucketDay(LocalDate eventDay, int bucket) {}

    private BucketDayReader(Source source, List<BucketDay> bucketDays, Attempt attempt) {
        this.source = source;
        this.bucketDays = bucketDays.iterator();
        this.attempt = attempt;
    }

    /** Returns a reader that reads all buckets of an event day before the next day, for writing one file per day. */
    public static BucketDayReader byEventDay(
            Source source, Collection<LocalDate> eventDays, BucketPartition buckets, Attempt attempt) {
        List<BucketDay> bucketDays = new ArrayList<>();
        for (LocalDate day : eventDays.stream().sorted().toList()) {
            for (int bucket = buckets.from(); bucket < buckets.to(); bucket++) {
                bucketDays.add(new BucketDay(day, bucket));
            }
        }
        return new BucketDayReader(source, bucketDays, attempt);
    }

    /**
     * Returns a reader that reads all event days of a bucket, oldest first, before the next bucket. A collar's later
     * days need the earlier ones for their baselines.
     */
    public static BucketDayReader byBucket(
            Source source, Collection<LocalDate> eventDays, BucketPartition buckets, Attempt attempt) {
        List<BucketDay> bucketDays = new ArrayList<>();
        for (int bucket = buckets.from(); bucket < buckets.to(); bucket++) {
            for (LocalDate day : eventDays.stream().sorted().toList()) {
                bucketDays.add(new BucketDay(day, bucket));
            }
        }
        return new BucketDayReader(source, bucketDays, attempt);
    }

    @Override
    public @Nullable CollarDay next() throws IOException {
        while (true) {
            attempt.check();
            if (collarDays != null) {
                CollarDay next = collarDays.next();
                if (next != null) {
                    return next;
                }
                collarDays.close();
                collarDays = null;
                attempt.unitsDone(1);
            }
            if (!bucketDays.hasNext()) {
                return null;
            }
            BucketDay bucketDay = bucketDays.next();
            collarDays = source.open(bucketDay.eventDay(), bucketDay.bucket());
        }
    }

    @Override
    public void close() throws IOException {
        if (collarDays != null) {
            collarDays.close();
        }
    }
}
