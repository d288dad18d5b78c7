package io.petty.systemtests;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.systemtests.reference.ReferenceExport;
import io.petty.systemtests.reference.ReferencePlace;
import io.petty.systemtests.reference.ReferenceReading;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the product's values to reference rows, and reference readings to the product's input. */
final class ProductRows {

    private ProductRows() {}

    static CollarDay collarDay(String collar, LocalDate day, List<ReferenceReading> readings) {
        CollarDay.Builder builder = new CollarDay.Builder(collar, day);
        for (ReferenceReading reading : readings) {
            int millisOfDay = (int) (reading.time() - day.toEpochDay() * PackedReading.MILLIS_PER_DAY);
            Integer heartRate = reading.heartRate();
            ReferencePlace place = reading.place();
            builder.add(
                    PackedReading.key(
                            millisOfDay,
                            heartRate == null ? PackedReading.NO_HEART_RATE : heartRate,
                            reading.activity()),
                    place == null ? PackedReading.NO_LOCATION : PackedReading.location(place.lon(), place.lat()));
        }
        return builder.build();
    }

    static Map<String, @Nullable Object> row(Event event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("event_id", event.eventId());
        row.put("collar_id", event.collarId());
        row.put("day", event.day().toString());
        row.put("start", ReferenceExport.timestamp(event.start()));
        row.put("end", ReferenceExport.timestamp(event.end()));
        row.put("behavior", event.behavior().label());
        row.put("rule_confidence", event.ruleConfidence());
        row.put("confidence", event.confidence());
        row.put("readings", event.readings());
        row.put("hr_readings", event.heartRateReadings());
        row.put("hr_mean", event.heartRateMean());
        row.put("hr_std", event.heartRateDeviation());
        row.put("hr_min", event.heartRateMin());
        row.put("hr_max", event.heartRateMax());
        row.put("radius_m", event.radius());
        row.put("distance_m", event.distance());
        row.put("fetch_cycles", event.fetchCycles());
        row.put("baseline_hr", event.baselineHeartRate());
        row.put("reference_hr", event.referenceHeartRate());
        row.put("feedback_positive", event.feedbackPositive());
        row.put("feedback_negative", event.feedbackNegative());
        row.put("review", event.review().label());
        row.put("corrected_behavior", event.correctedBehavior());
        row.put("ruleset", event.ruleset());
        return row;
    }

    static Map<String, @Nullable Object> row(Summary summary) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("collar_id", summary.collarId());
        row.put("day", summary.day().toString());
        row.put("minutes_deep_sleep", summary.minutesDeepSleep());
        row.put("minutes_resting", summary.minutesResting());
        row.put("minutes_alert", summary.minutesAlert());
        row.put("minutes_walking", summary.minutesWalking());
        row.put("minutes_running", summary.minutesRunning());
        row.put("minutes_anxious_pacing", summary.minutesAnxiousPacing());
        row.put("minutes_playing_fetch", summary.minutesPlayingFetch());
        row.put("observed_minutes", summary.observedMinutes());
        row.put("readings", summary.readings());
        row.put("first_reading", ReferenceExport.timestamp(summary.firstReading()));
        row.put("last_reading", ReferenceExport.timestamp(summary.lastReading()));
        row.put("hr_min", summary.heartRateMin());
        row.put("hr_mean", summary.heartRateMean());
        row.put("hr_max", summary.heartRateMax());
        row.put("resting_hr", summary.restingHeartRate());
        row.put("distance_m", summary.distance());
        row.put("events", summary.events());
        row.put("flags", summary.flags());
        return row;
    }
}
