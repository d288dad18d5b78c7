package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.lake.Fingerprint;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFileWriter;
import io.petty.table.CollarBuckets;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes merged readings to one file an event day, and takes the fingerprint of each bucket on the way. */
class ReadingWriter implements ItemWriter<CollarDay> {
    private final Table table;
    private final LocalDate deliveryDay;
    private final CollarBuckets buckets;
    private final String name;
    private final Progress progress;
    private final List<DataFile> files = new ArrayList<>();
    private final List<BucketContribution> contributions = new ArrayList<>();
    private @Nullable ReadingFileWriter file;
    private @Nullable LocalDate eventDay;
    private @Nullable Fingerprint fingerprint;
    private int bucket = -1;
    private long bucketReadings;

    /**
     * What writing a range of buckets gave.
     *
     * @param files data files of the readings table, not yet committed
     */
    record Result(List<DataFile> files, List<BucketContribution> contributions) implements Serializable {
        Result {
            files = new ArrayList<>(files);
            contributions = new ArrayList<>(contributions);
        }
    }

    /** @param name of the data files, used by no other partition or attempt */
    ReadingWriter(Table table, LocalDate deliveryDay, CollarBuckets buckets, String name, Progress progress) {
        this.table = table;
        this.deliveryDay = deliveryDay;
        this.buckets = buckets;
        this.name = name;
        this.progress = progress;
    }

    @Override
    public void write(Chunk<? extends CollarDay> collarDays) throws IOException {
        for (CollarDay readings : collarDays) {
            int collarBucket = buckets.bucket(readings.collarId());
            if (collarBucket != bucket || !readings.day().equals(eventDay)) {
                endBucket();
                bucket = collarBucket;
            }
            if (!readings.day().equals(eventDay) || file == null) {
                endFile();
                eventDay = readings.day();
                file = new ReadingFileWriter(
                        TableFiles.newFile(table, TableFiles.partition(table, eventDay, deliveryDay), name),
                        deliveryDay);
            }
            file.write(bucket, readings);
            if (fingerprint == null) {
                fingerprint = new Fingerprint();
            }
            fingerprint.add(readings);
            bucketReadings += readings.size();
            progress.addReadings(readings.size());
        }
    }

    private void endBucket() {
        if (fingerprint != null && eventDay != null) {
            contributions.add(new BucketContribution(eventDay, bucket, bucketReadings, fingerprint.digest()));
        }
        fingerprint = null;
        bucketReadings = 0;
    }

    private void endFile() throws IOException {
        if (file != null && eventDay != null) {
            files.add(file.finish(table.spec(), TableFiles.partition(table, eventDay, deliveryDay), table.sortOrder()));
        }
        file = null;
    }

    Result finish() throws IOException {
        endBucket();
        endFile();
        return new Result(files, contributions);
    }
}
