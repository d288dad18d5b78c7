package io.petty.jobs.timeline;

import io.petty.jobs.bucket.BucketFiles;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.VoiceBalance;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.EventClass;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.expressions.Expressions;

/** The voices on published events of earlier days, by which confidences are calibrated. */
public final class VoiceHistory {
    private final Lake lake;
    private final EventDays eventDays;
    private final CalibrationRules rules;

    public VoiceHistory(Lake lake, EventDays eventDays, CalibrationRules rules) {
        this.lake = lake;
        this.eventDays = eventDays;
        this.rules = rules;
    }

    /**
     * The voices that calibrate days which are computed together. Voices on those days' own events are left out: days whose
     * voices count for each other are never computed together.
     */
    CalibrationVoices before(List<LocalDate> computed) {
        Map<LocalDate, Map<EventClass, VoiceBalance>> classes = new HashMap<>();
        Set<LocalDate> given = new HashSet<>();
        for (LocalDate day : computed) {
            classes.put(day, new HashMap<>(sum(day, computed, given)));
        }
        return new CalibrationVoices(rules, classes, files(given));
    }

    /** The calibration of a day as it is now, for one collar. */
    public Calibration calibration(LocalDate day, String collarId) {
        Set<LocalDate> given = new HashSet<>();
        Calibration calibration = new Calibration(rules, day, sum(day, List.of(), given));
        int bucket = lake.buckets().bucket(collarId);
        BucketFiles files = files(given);
        for (String location : files.locations(new BucketPartition(bucket, bucket + 1))) {
            CalibrationVoices.read(
                    lake.voices().io(), location, collarId, count -> calibration.withCollars(List.of(count)));
        }
        return calibration;
    }

    private Map<EventClass, VoiceBalance> sum(LocalDate day, Collection<LocalDate> computed, Set<LocalDate> given) {
        List<VoiceTotal> totals = eventDays.voices(day, computed);
        totals.forEach(total -> given.add(total.eventDay()));
        return Calibration.sum(totals, day, rules.windowDays());
    }

    private BucketFiles files(Set<LocalDate> days) {
        if (days.isEmpty()) {
            return BucketFiles.none();
        }
        Object[] names = days.stream().map(LocalDate::toString).toArray();
        return BucketFiles.of(lake.voices(), Lake.currentDataFiles(lake.voices(), Expressions.in("day", names)));
    }
}
