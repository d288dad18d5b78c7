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
 * Computes one collar-day after another and folds in what owners say of it; the resting heart rate of each is kept for the
 * baselines of later days.
 */
final class TimelineProcessor {
    private final TimelineRules rules;
    private final CollarTimelines timelines;
    private final Map<String, List<RestingHeartRate>> resting;
    private final Map<LocalDate, Calibration> calibrations;
    private final Map<LocalDate, DayVoices> voices;

    /**
     * @param resting the published resting heart rates before the days that are computed, by collar; is added to
     * @param calibrations of all the days that are computed
     * @param voices on the events of days that have some
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
        return folded(readings.day(), timeline);
    }

    private FoldedTimeline folded(LocalDate day, CollarTimeline timeline) {
        Calibration calibration = calibrations.get(day);
        List<Event> events = timeline.events();
        if (calibration != null && !calibration.isEmpty()) {
            events = events.stream()
                    .map(event -> event.withConfidence(calibration.confidence(event.collarId(), EventClass.of(event))))
                    .toList();
        }
        DayVoices said = voices.getOrDefault(day, DayVoices.NONE);
        if (said.isEmpty()) {
            return new FoldedTimeline(
                    new CollarTimeline(events, timeline.summary(), timeline.resting()), List.of(), FoundFeedback.NONE);
        }
        FeedbackFolding.Folded folded = new FeedbackFolding(said, rules.calibration()).fold(events);
        return new FoldedTimeline(
                new CollarTimeline(folded.events(), timeline.summary(), timeline.resting()),
                folded.counts(),
                folded.found());
    }
}
