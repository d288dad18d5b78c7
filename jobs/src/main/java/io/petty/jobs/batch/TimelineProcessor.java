package io.petty.jobs.batch;

import io.petty.jobs.timeline.CollarTimeline;
import io.petty.jobs.timeline.CollarTimelines;
import io.petty.jobs.timeline.RestingBaseline;
import io.petty.jobs.timeline.TimelineAudit;
import io.petty.jobs.timeline.TimelineRules;
import io.petty.reading.CollarDay;
import io.petty.timeline.RestingHeartRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Computes one collar-day after another; the resting heart rate of each is kept for the baselines of later days. */
class TimelineProcessor implements ItemProcessor<CollarDay, CollarTimeline> {
    private final TimelineRules rules;
    private final CollarTimelines timelines;
    private final Map<String, List<RestingHeartRate>> resting;

    /** @param resting the published resting heart rates before the days that are computed, by collar; is added to */
    TimelineProcessor(TimelineRules rules, Map<String, List<RestingHeartRate>> resting) {
        this.rules = rules;
        this.timelines = new CollarTimelines(rules);
        this.resting = resting;
    }

    @Override
    public CollarTimeline process(CollarDay readings) {
        List<RestingHeartRate> earlier = resting.getOrDefault(readings.collarId(), List.of());
        Optional<RestingBaseline> baseline = RestingBaseline.before(readings.day(), earlier, rules);
        CollarTimeline timeline = timelines.compute(readings, baseline);
        TimelineAudit.check(readings, timeline);
        timeline.resting()
                .ifPresent(rate -> resting.computeIfAbsent(readings.collarId(), collar -> new ArrayList<>())
                        .add(rate));
        return timeline;
    }
}
