package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.feedback.Calibration;
import io.petty.jobs.feedback.CalibrationRules;
import io.petty.lake.Lake;
import io.petty.lake.VoiceTotal;
import io.petty.table.ColumnFileReader;
import io.petty.table.RowRange;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** The voices on published events of earlier days, by which confidences are calibrated. */
public final class VoiceHistory {
    private static final int BUCKET = 1;

    private final Lake lake;
    private final EventDays eventDays;
    private final CalibrationRules rules;

    public VoiceHistory(Lake lake, EventDays eventDays, CalibrationRules rules) {
        this.lake = lake;
        this.eventDays = eventDays;
        this.rules = rules;
    }

    /**
     * The calibrations of days that are computed together, for the collars of some buckets. Voices on those days' own
     * events are left out: days whose voices count for each other are never computed together.
     */
    Map<LocalDate, Calibration> calibrations(List<LocalDate> computed, BucketPartition buckets) {
        Map<LocalDate, Calibration> calibrations = new HashMap<>();
        Set<LocalDate> given = new HashSet<>();
        for (LocalDate day : computed) {
            calibrations.put(day, calibration(day, computed, given));
        }
        for (DataFile file : files(given, buckets)) {
            read(file, null, counts -> calibrations.values().forEach(calibration -> calibration.withCollars(counts)));
        }
        return calibrations;
    }

    /** The calibration of a day as it is now, for one collar. */
    public Calibration calibration(LocalDate day, String collarId) {
        Set<LocalDate> given = new HashSet<>();
        Calibration calibration = calibration(day, List.of(), given);
        int bucket = lake.buckets().bucket(collarId);
        for (DataFile file : files(given, new BucketPartition(bucket, bucket + 1))) {
            read(file, collarId, calibration::withCollars);
        }
        return calibration;
    }

    private Calibration calibration(LocalDate day, Collection<LocalDate> computed, Set<LocalDate> given) {
        List<VoiceTotal> totals = eventDays.voices(day, computed);
        totals.forEach(total -> given.add(total.eventDay()));
        return new Calibration(rules, day, Calibration.sum(totals, day, rules.windowDays()));
    }

    private List<DataFile> files(Set<LocalDate> days, BucketPartition buckets) {
        List<DataFile> files = new ArrayList<>();
        if (days.isEmpty()) {
            return files;
        }
        Object[] names = days.stream().map(LocalDate::toString).toArray();
        for (DataFile file : Lake.currentDataFiles(lake.voices(), Expressions.in("day", names))) {
            int bucket = file.partition().get(BUCKET, Integer.class);
            if (bucket >= buckets.from() && bucket < buckets.to()) {
                files.add(file);
            }
        }
        return files;
    }

    /** Takes some of a file's rows. */
    private interface Counts {
        void take(List<VoiceCount> counts);
    }

    private void read(DataFile file, @Nullable String collarId, Counts into) {
        Table table = lake.voices();
        try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
            List<RowRange> ranges = collarId == null
                    ? List.of(new RowRange(0, reader.rowCount()))
                    : reader.rowsThatMayHold("collar_id", collarId);
            for (RowRange range : ranges) {
                Iterator<VoiceCount> counts = VoiceTable.read(reader, range.from(), range.to());
                while (counts.hasNext()) {
                    VoiceCount count = counts.next();
                    if (collarId == null || collarId.equals(count.collarId())) {
                        into.take(List.of(count));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The voices in %s can't be read".formatted(file.location()), e);
        }
    }
}
