package io.petty.jobs.timeline;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.VoiceBalance;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The voices on published events of earlier days, which calibrate confidences. */
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
     * Returns the voices that calibrate days which are computed together. Voices on these days' own events are left
     * out, since days that calibrate each other are never computed together.
     */
    CalibrationVoices before(List<LocalDate> computed) {
        Map<LocalDate, Map<EventClass, VoiceBalance>> classes = new HashMap<>();
        Set<LocalDate> earlier = new HashSet<>();
        for (LocalDate day : computed) {
            classes.put(day, sum(day, computed, earlier));
        }
        return new CalibrationVoices(rules, classes, files(earlier));
    }

    /** Returns the current calibration of a day for one collar. */
    public Calibration calibration(LocalDate day, String collarId) throws IOException {
        Set<LocalDate> earlier = new HashSet<>();
        Calibration calibration = new Calibration(rules, day, sum(day, List.of(), earlier));
        files(earlier).read(lake.buckets().bucket(collarId), collarId, VoiceCount::collarId, calibration::add);
        return calibration;
    }

    /** Sums the voices that calibrate a day, and adds the days of their events to {@code earlier}. */
    private Map<EventClass, VoiceBalance> sum(LocalDate day, List<LocalDate> computed, Set<LocalDate> earlier) {
        List<VoiceTotal> totals = eventDays.voices(day, computed);
        totals.forEach(total -> earlier.add(total.eventDay()));
        return Calibration.sum(totals, day, rules.windowDays());
    }

    private BucketFiles<VoiceCount> files(Set<LocalDate> days) {
        return BucketFiles.of(days, () -> RowTable.voices(lake));
    }
}
