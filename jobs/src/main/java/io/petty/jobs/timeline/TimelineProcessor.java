package io.petty.jobs.timeline;

import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.calibration.FeedbackFolding;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.jobs.rules.CollarTimelines;
import io.petty.jobs.rules.RestingBaseline;
import io.petty.jobs.rules.TimelineAudit;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarDay;
import io.petty.timeline.Event;
import io.petty.timeline.EventClass;
import io.petty.timeline.RestingHeartRate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes collar-days one after another, calibrates their confidences and folds in the owners' feedback. Keeps the
 * resting heart rate of each collar-day for the baselines of later days.
 */
final class TimelineProcessor {
    private final TimelineRules rules;
    private final CollarTimelines timelines;
    private final Map<String, List<RestingHeartRate>> resting;
    private final Map<LocalDate, Calibration> calibrations;
    private final Map<LocalDate, DayVoices> voices;

    /**
     * Creates a processor.
     *
     * @param resting by collar, the published resting heart rates before the computed days; the processor adds to them
     * @param calibrations the calibrations of all computed days
     * @param voices the voices on the days' events, by day; days without voices are missing
     */
    TimelineProcessor(
            TimelineRules rules,
            Map<String, List<RestingHeartRate>> resting,
            Map<LocalDate, Calibration> calibrations,
            Map<LocalDate, DayVoices> voices) {
        this.rules = rules;
        this.timelines = new CollarTimelines(rules);
        this.resting = resting;
        this.calibrations = calibrations;
        this.voices = voices;
    }

    FoldedTimeline process(CollarDay readings) {
        List<RestingHeartRate> earlier = resting.getOrDefault(readings.collarId(), List.of());
        Optional<RestingBaseline> baseline = RestingBaseline.before(readings.day(), earlier, rules);
        CollarTimeline timeline = timelines.compute(readings, baseline);
        TimelineAudit.check(readings, timeline);
        timeline.resting()
                .ifPresent(rate -> resting.computeIfAbsent(readings.collarId(), collar -> new ArrayList<>())
                        .add(rate));
        FeedbackFolding.Folded folded = folded(readings.day(), timeline.events());
        return new FoldedTimeline(
                new CollarTimeline(folded.events(), timeline.summary(), timeline.resting()),
                folded.counts(),
                folded.found());
    }

    private FeedbackFolding.Folded folded(LocalDate day, List<Event> computed) {
        Calibration calibration = calibrations.get(day);
        List<Event> events = computed;
        if (calibration != null && !calibration.isEmpty()) {
            events = events.stream()
                    .map(event -> event.withConfidence(calibration.confidence(event.collarId(), EventClass.of(event))))
                    .toList();
        }
        DayVoices said = voices.getOrDefault(day, DayVoices.NONE);
        return said.isEmpty()
                ? new FeedbackFolding.Folded(events, List.of(), FoundFeedback.NONE)
                : new FeedbackFolding(said, rules.calibration()).fold(events);
    }
}
