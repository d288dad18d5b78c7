package io.petty.jobs.timeline;

import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.VoiceBalance;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * The voices that calibrate some days.
 *
 * @param classes the sums over all collars, by day
 * @param collars the voices on single collars' events
 */
record CalibrationVoices(
        CalibrationRules rules, Map<LocalDate, Map<EventClass, VoiceBalance>> classes, BucketFiles<VoiceCount> collars)
        implements Serializable {
    /** Returns the days' calibrations for the collars of some buckets. */
    Map<LocalDate, Calibration> calibrations(BucketPartition buckets) throws IOException {
        Map<LocalDate, Calibration> calibrations = new HashMap<>();
        classes.forEach((day, voices) -> calibrations.put(day, new Calibration(rules, day, voices)));
        collars.read(buckets, count -> calibrations.values().forEach(calibration -> calibration.add(count)));
        return calibrations;
    }
}
