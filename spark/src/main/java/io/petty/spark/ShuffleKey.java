package io.petty.spark;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Comparator;

/**
 * The key of a record in the ingestion's shuffle. The rows of a collar's event day go to the collar's bucket, rejects
 * and counts go to the summary, and failures go to both. Records are sorted by day, bucket, collar, group of raw files
 * and place in the group.
 */
final class ShuffleKey implements Externalizable, Comparable<ShuffleKey> {
    private static final long serialVersionUID = 1L;

    /** The bucket of records for the summary. */
    static final int SUMMARY = -1;

    private static final Comparator<ShuffleKey> ORDER = Comparator.<ShuffleKey>comparingInt(key -> key.epochDay)
            .thenComparingInt(key -> key.bucket)
            .thenComparing(key -> key.collarId)
            .thenComparingInt(key -> key.group)
            .thenComparingInt(key -> key.place);

    private int epochDay;
    private int bucket;
    private String collarId;
    private int group;
    private int place;

    /** For deserialization. */
    public ShuffleKey() {
        collarId = "";
    }

    private ShuffleKey(int epochDay, int bucket, String collarId, int group, int place) {
        this.epochDay = epochDay;
        this.bucket = bucket;
        this.collarId = collarId;
        this.group = group;
        this.place = place;
    }

    /** @param place the position of the rows within their group */
    static ShuffleKey rows(int epochDay, int bucket, String collarId, int group, int place) {
        return new ShuffleKey(epochDay, bucket, collarId, group, place);
    }

    /** Returns a key that sorts before all rows of the bucket. */
    static ShuffleKey failure(int bucket, int group) {
        return new ShuffleKey(Integer.MIN_VALUE, bucket, "", group, 0);
    }

    static ShuffleKey summary(int group, int place) {
        return new ShuffleKey(0, SUMMARY, "", group, place);
    }

    int epochDay() {
        return epochDay;
    }

    int bucket() {
        return bucket;
    }

    String collarId() {
        return collarId;
    }

    int group() {
        return group;
    }

    boolean isOfSameCollarDay(ShuffleKey other) {
        return epochDay == other.epochDay && collarId.equals(other.collarId);
    }

    @Override
    public int compareTo(ShuffleKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShuffleKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * epochDay + group) + collarId.hashCode() + place;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(epochDay);
        out.writeShort(bucket);
        out.writeUTF(collarId);
        out.writeInt(group);
        out.writeInt(place);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        epochDay = in.readInt();
        bucket = in.readShort();
        collarId = in.readUTF();
        group = in.readInt();
        place = in.readInt();
    }
}
