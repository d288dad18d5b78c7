package io.petty.jobs.batch;

import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.table.ColumnFileReader;
import io.petty.table.RowRange;
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

/** The published resting heart rates of earlier days, from which baselines are drawn. */
public final class RestingHistory {
    private static final int BUCKET = 1;

    private final Lake lake;
    private final Publications publications;

    public RestingHistory(Lake lake, Publications publications) {
        this.lake = lake;
        this.publications = publications;
    }

    /**
     * What is published of the days before those that are computed, by collar. Days that are computed themselves are
     * left out: their rates come from this run.
     *
     * @param windowDays how many days before an event day count
     */
    Map<String, List<RestingHeartRate>> before(List<LocalDate> computed, int windowDays, BucketPartition buckets) {
        Map<String, List<RestingHeartRate>> resting = new HashMap<>();
        Set<LocalDate> days = publishedDays(computed, windowDays);
        if (days.isEmpty()) {
            return resting;
        }
        Table table = lake.resting();
        for (DataFile file : files(table, days, buckets)) {
            read(table, file, resting);
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
        for (DataFile file : files(table, days, new BucketPartition(bucket, bucket + 1))) {
            try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
                for (RowRange range : reader.rowsThatMayHold("collar_id", collarId)) {
                    RestingTable.read(reader, range.from(), range.to()).forEachRemaining(rate -> {
                        if (rate.collarId().equals(collarId)) {
                            resting.add(rate);
                        }
                    });
                }
            } catch (IOException e) {
                throw unreadable(file, e);
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

    private static List<DataFile> files(Table table, Set<LocalDate> days, BucketPartition buckets) {
        Object[] dayNames = days.stream().map(LocalDate::toString).toArray();
        List<DataFile> files = new ArrayList<>();
        for (DataFile file : Lake.currentDataFiles(table, Expressions.in("day", dayNames))) {
            int bucket = file.partition().get(BUCKET, Integer.class);
            if (bucket >= buckets.from() && bucket < buckets.to()) {
                files.add(file);
            }
        }
        return files;
    }

    private static void read(Table table, DataFile file, Map<String, List<RestingHeartRate>> resting) {
        try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
            Iterator<RestingHeartRate> rates = RestingTable.read(reader, 0, reader.rowCount());
            while (rates.hasNext()) {
                RestingHeartRate rate = rates.next();
                resting.computeIfAbsent(rate.collarId(), collar -> new ArrayList<>())
                        .add(rate);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(DataFile file, IOException cause) {
        return new UncheckedIOException(
                "The resting heart rates in %s can't be read".formatted(file.location()), cause);
    }
}
