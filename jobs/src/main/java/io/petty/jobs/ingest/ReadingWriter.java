package io.petty.jobs.ingest;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.Attempt;
import io.petty.lake.Fingerprint;
import io.petty.reading.CollarBuckets;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Writes merged readings to one file per event day, and computes the fingerprint of each bucket. */
final class ReadingWriter implements Closeable {
    private final Table table;
    private final LocalDate deliveryDay;
    private final CollarBuckets buckets;
    private final Attempt attempt;
    private final List<DataFile> files = new ArrayList<>();
    private final List<BucketContribution> contributions = new ArrayList<>();
    private @Nullable ReadingFileWriter file;
    private @Nullable LocalDate eventDay;
    private Fingerprint fingerprint = new Fingerprint();
    private int bucket = -1;
    private long bucketReadings;

    ReadingWriter(Table table, LocalDate deliveryDay, CollarBuckets buckets, Attempt attempt) {
        this.table = table;
        this.deliveryDay = deliveryDay;
        this.buckets = buckets;
        this.attempt = attempt;
    }

    void write(CollarDay readings) throws IOException {
        int collarBucket = buckets.bucket(readings.collarId());
        if (collarBucket != bucket || !readings.day().equals(eventDay)) {
            endBucket();
            bucket = collarBucket;
        }
        if (!readings.day().equals(eventDay) || file == null) {
            endFile();
            eventDay = readings.day();
            file = new ReadingFileWriter(
                    TableFiles.newFile(table, TableFiles.partition(table, eventDay, deliveryDay), attempt.name()),
                    deliveryDay);
        }
        file.write(bucket, readings);
        fingerprint.add(readings);
        bucketReadings += readings.size();
        attempt.addReadings(readings.size());
    }

    private void endBucket() {
        if (eventDay != null) {
            contributions.add(new BucketContribution(eventDay, bucket, bucketReadings, fingerprint.digest()));
        }
        fingerprint = new Fingerprint();
        bucketReadings = 0;
    }

    private void endFile() throws IOException {
        if (file != null && eventDay != null) {
            files.add(file.finish(table.spec(), TableFiles.partition(table, eventDay, deliveryDay), table.sortOrder()));
        }
        file = null;
    }

    ReadingsWork.Result finish() throws IOException {
        endBucket();
        endFile();
        return new ReadingsWork.Result(files, contributions);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
