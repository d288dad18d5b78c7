package io.petty.jobs.timeline;

import io.petty.jobs.bucket.BucketFiles;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.VoiceBalance;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * The voices that calibrate some days.
 *
 * @param classes of all collars, by day
 * @param files with those of single collars
 */
record CalibrationVoices(
        CalibrationRules rules, Map<LocalDate, Map<EventClass, VoiceBalance>> classes, BucketFiles files)
        implements Serializable {
    /** The days' calibrations for the collars of some buckets. */
    Map<LocalDate, Calibration> calibrations(BucketPartition buckets) {
        Map<LocalDate, Calibration> calibrations = new HashMap<>();
        classes.forEach((day, voices) -> calibrations.put(day, new Calibration(rules, day, voices)));
        FileIO io = files.io();
        if (io != null) {
            for (String location : files.locations(buckets)) {
                read(
                        io,
                        location,
                        null,
                        count -> calibrations.values().forEach(calibration -> calibration.withCollars(List.of(count))));
            }
        }
        return calibrations;
    }

    /** @param collarId whose voices to read; null for all */
    static void read(FileIO io, String location, @Nullable String collarId, Consumer<VoiceCount> into) {
        try (ColumnFileReader reader = new ColumnFileReader(io.newInputFile(location))) {
            List<RowRange> ranges = collarId == null
                    ? List.of(new RowRange(0, reader.rowCount()))
                    : reader.rowsThatMayHold("collar_id", collarId);
            for (RowRange range : ranges) {
                Iterator<VoiceCount> counts = VoiceTable.read(reader, range.from(), range.to());
                while (counts.hasNext()) {
                    VoiceCount count = counts.next();
                    if (collarId == null || collarId.equals(count.collarId())) {
                        into.accept(count);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The voices in %s can't be read".formatted(location), e);
        }
    }
}
