package io.petty.jobs.timeline;

import io.petty.jobs.bucket.BucketFiles;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.RestingTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.FileIO;

/** The published resting heart rates of earlier days, from which baselines are drawn. */
public final class RestingHistory {
    private final Lake lake;
    private final Publications publications;

    public RestingHistory(Lake lake, Publications publications) {
        this.lake = lake;
        this.publications = publications;
    }

    /**
     * Where what is published of the days before those that are computed is. Days that are computed themselves are left
     * out: their rates come from this run.
     *
     * @param windowDays how many days before an event day count
     */
    BucketFiles before(List<LocalDate> computed, int windowDays) {
        Set<LocalDate> days = publishedDays(computed, windowDays);
        if (days.isEmpty()) {
            return BucketFiles.none();
        }
        Table table = lake.resting();
        return BucketFiles.of(table, files(table, days));
    }

    /** The rates of some buckets, by collar. */
    static Map<String, List<RestingHeartRate>> read(BucketFiles files, BucketPartition buckets) {
        Map<String, List<RestingHeartRate>> resting = new HashMap<>();
        FileIO io = files.io();
        if (io != null) {
            for (String location : files.locations(buckets)) {
                read(io, location, resting);
            }
        }
        return resting;
    }

    /** What is published of one collar's days before another: what a run draws the baseline of that day from. */
    public List<RestingHeartRate> of(String collarId, LocalDate day, int windowDays) {
        List<RestingHeartRate> resting = new ArrayList<>();
        Set<LocalDate> days = publishedDays(List.of(day), windowDays);
        if (days.isEmpty()) {
            return resting;
        }
        Table table = lake.resting();
        int bucket = lake.buckets().bucket(collarId);
        for (String location :
                BucketFiles.of(table, files(table, days)).locations(new BucketPartition(bucket, bucket + 1))) {
            try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(location))) {
                for (RowRange range : reader.rowsThatMayHold("collar_id", collarId)) {
                    RestingTable.read(reader, range.from(), range.to()).forEachRemaining(rate -> {
                        if (rate.collarId().equals(collarId)) {
                            resting.add(rate);
                        }
                    });
                }
            } catch (IOException e) {
                throw unreadable(location, e);
            }
        }
        return resting;
    }

    private Set<LocalDate> publishedDays(List<LocalDate> computed, int windowDays) {
        LocalDate first = Collections.min(computed);
        LocalDate last = Collections.max(computed);
        Set<LocalDate> days = new HashSet<>();
        for (Publication publication : publications.current(first.minusDays(windowDays), last.minusDays(1))) {
            days.add(publication.eventDay());
        }
        computed.forEach(days::remove);
        return days;
    }

    private static List<DataFile> files(Table table, Set<LocalDate> days) {
        Object[] dayNames = days.stream().map(LocalDate::toString).toArray();
        return Lake.currentDataFiles(table, Expressions.in("day", dayNames));
    }

    private static void read(FileIO io, String location, Map<String, List<RestingHeartRate>> resting) {
        try (ColumnFileReader reader = new ColumnFileReader(io.newInputFile(location))) {
            Iterator<RestingHeartRate> rates = RestingTable.read(reader, 0, reader.rowCount());
            while (rates.hasNext()) {
                RestingHeartRate rate = rates.next();
                resting.computeIfAbsent(rate.collarId(), collar -> new ArrayList<>())
                        .add(rate);
            }
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    private static UncheckedIOException unreadable(String location, IOException cause) {
        return new UncheckedIOException("The resting heart rates in %s can't be read".formatted(location), cause);
    }
}
