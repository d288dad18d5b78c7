package io.petty.jobs.timeline;

import io.petty.reading.CollarDay;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Explains events. The day is computed by {@link CollarTimelines}, as a run does; then the rules' own parts are asked
 * again for the figures that decided.
 */
public final class EventExplanations {
    private final TimelineRules rules;
    private final CollarTimelines timelines;

    public EventExplanations(TimelineRules rules) {
        this.rules = rules;
        this.timelines = new CollarTimelines(rules);
    }

    /**
     * Explains the event that covers a moment.
     *
     * @param readings of the event's collar and day, all of them
     * @param earlier the collar's resting heart rates of earlier days, see {@link RestingBaseline#before}
     * @param time milliseconds since 1970-01-01T00:00Z; of two events that touch here, the later one is taken
     * @return empty when the rules tell no event there
     */
    public Optional<EventExplanation> explain(CollarDay readings, Collection<RestingHeartRate> earlier, long time) {
        if (readings.size() == 0) {
            return Optional.empty();
        }
        Optional<RestingBaseline> baseline = RestingBaseline.before(readings.day(), earlier, rules);
        Event covering = null;
        int from = 0;
        int next = 0;
        // Every reading belongs to exactly one event, so that events follow each other in the readings.
        for (Event event : timelines.compute(readings, baseline).events()) {
            if (event.start() <= time && time <= event.end()) {
                covering = event;
                from = next;
            }
            next += event.readings();
        }
        if (covering == null) {
            return Optional.empty();
        }
        List<RestingHeartRate> drawn = RestingBaseline.drawn(readings.day(), earlier, rules);
        return Optional.of(new ExplainedEvent(rules, readings, covering, from, baseline, drawn).explanation());
    }
}
