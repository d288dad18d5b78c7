package io.petty.spark;

import io.petty.jobs.bucket.CollarDaySource;
import io.petty.jobs.partition.Attempt;
import io.petty.reading.CollarDay;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;

/** Builds collar-days from the shuffle's rows of some buckets, in the order of event day, bucket and collar. */
final class ShuffledCollarDays implements CollarDaySource {
    private final List<Rows> buckets = new ArrayList<>();
    private final Attempt attempt;

    /** A bucket's rows, with a look-ahead of one. */
    private static final class Rows {
        private final Iterator<Tuple2<ShuffleKey, Serializable>> more;
        private @Nullable Tuple2<ShuffleKey, Serializable> next;
        /** The day of the current rows, to detect when the next day begins. */
        private @Nullable Integer day;

        private Rows(Iterator<Tuple2<ShuffleKey, Serializable>> more) {
            this.more = more;
            advance();
        }

        private void advance() {
            next = more.hasNext() ? more.next() : null;
        }
    }

    ShuffledCollarDays(BucketRanges.Buckets buckets, Attempt attempt) {
        buckets.rows().forEach(rows -> this.buckets.add(new Rows(rows)));
        this.attempt = attempt;
    }

    @Override
    public @Nullable CollarDay next() {
        attempt.check();
        Rows first = null;
        ShuffleKey key = null;
        for (Rows rows : buckets) {
            if (rows.next != null && (key == null || rows.next._1().epochDay() < key.epochDay())) {
                first = rows;
                key = rows.next._1();
            }
        }
        if (first == null || key == null) {
            return null;
        }
        if (first.next != null && first.next._2() instanceof TaskOutcome.Failure failure) {
            throw new IllegalStateException(
                    "Raw files couldn't be read again after an executor was lost: " + failure.reason());
        }
        if (first.day == null || first.day != key.epochDay()) {
            // Progress counts bucket-days; those without readings aren't counted.
            first.day = key.epochDay();
            attempt.unitsDone(1);
        }
        CollarDay.Builder day = new CollarDay.Builder(key.collarId(), LocalDate.ofEpochDay(key.epochDay()));
        while (first.next != null && first.next._1().isOfSameCollarDay(key)) {
            day.add(ByteBuffer.wrap((byte[]) first.next._2()).asLongBuffer());
            first.advance();
        }
        return day.build();
    }
}
