package io.petty.spark;

import io.petty.jobs.bucket.BucketPartition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Ranges of the shuffle's buckets. A partition provides the sorted rows of each of its buckets, in the order of the
 * buckets. Each bucket keeps its own iterator, so that the reader can tell where one bucket ends and the next begins.
 */
final class BucketRanges extends RDD<BucketRanges.Buckets> {
    private static final long serialVersionUID = 1L;
    private static final ClassTag<Buckets> TYPE = ClassTag$.MODULE$.apply(Buckets.class);

    private final RDD<Tuple2<ShuffleKey, Serializable>> shuffled;
    private final List<BucketPartition> ranges;

    /** The sorted rows of some buckets, in their order. */
    record Buckets(List<Iterator<Tuple2<ShuffleKey, Serializable>>> rows) {}

    private record Range(int index, BucketPartition buckets, List<Partition> parents) implements Partition {}

    BucketRanges(RDD<Tuple2<ShuffleKey, Serializable>> shuffled, List<BucketPartition> ranges) {
        super(shuffled.sparkContext(), dependencies(shuffled, ranges), TYPE);
        this.shuffled = shuffled;
        this.ranges = ranges;
    }

    private static Seq<Dependency<?>> dependencies(
            RDD<Tuple2<ShuffleKey, Serializable>> shuffled, List<BucketPartition> ranges) {
        return CollectionConverters.<Dependency<?>>asScala(List.<Dependency<?>>of(new OfRanges(shuffled, ranges)))
                .toSeq();
    }

    /** A range depends only on its own buckets. */
    private static final class OfRanges extends NarrowDependency<Tuple2<ShuffleKey, Serializable>> {
        private static final long serialVersionUID = 1L;

        private final List<BucketPartition> ranges;

        private OfRanges(RDD<Tuple2<ShuffleKey, Serializable>> shuffled, List<BucketPartition> ranges) {
            super(shuffled);
            this.ranges = ranges;
        }

        @Override
        public Seq<Object> getParents(int partition) {
            BucketPartition range = ranges.get(partition);
            return CollectionConverters.<Object>asScala(IntStream.range(range.from(), range.to())
                            .boxed()
                            .map(Object.class::cast)
                            .toList())
                    .toSeq();
        }
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] parents = shuffled.partitions();
        Partition[] partitions = new Partition[ranges.size()];
        for (int i = 0; i < partitions.length; i++) {
            BucketPartition range = ranges.get(i);
            List<Partition> needed = new ArrayList<>();
            for (int bucket = range.from(); bucket < range.to(); bucket++) {
                needed.add(parents[bucket]);
            }
            partitions[i] = new Range(i, range, needed);
        }
        return partitions;
    }

    @Override
    public Iterator<Buckets> compute(Partition split, TaskContext context) {
        List<Iterator<Tuple2<ShuffleKey, Serializable>>> rows = new ArrayList<>();
        for (Partition parent : ((Range) split).parents()) {
            rows.add(shuffled.iterator(parent, context));
        }
        return CollectionConverters.asScala(List.of(new Buckets(rows)).iterator());
    }
}
