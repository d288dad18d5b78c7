package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Explains events. The day is computed by {@link CollarTimelines}, as in a run. Then parts of the rules run again to
 * get the figures behind an event.
 */
public final class EventExplanations {
    private final TimelineRules rules;
    private final CollarTimelines timelines;

    public EventExplanations(TimelineRules rules) {
        this.rules = rules;
        this.timelines = new CollarTimelines(rules);
    }

    /**
     * Explains the event at a time.
     *
     * @param readings all readings of the event's collar and day
     * @param earlier the collar's resting heart rates of earlier days, see {@link RestingBaseline#before}
     * @param time milliseconds since 1970-01-01T00:00Z; if two events meet at this time, the later one is explained
     * @return empty if the rules find no event there
     */
    public Optional<EventExplanation> explain(CollarDay readings, Collection<RestingHeartRate> earlier, long time) {
        Event covering = null;
        int from = 0;
        int next = 0;
        // Every reading belongs to exactly one event, so events follow each other in the readings.
        for (Event event : events(readings, earlier)) {
            if (event.start() <= time && time <= event.end()) {
                covering = event;
                from = next;
            }
            next += event.readings();
        }
        if (covering == null) {
            return Optional.empty();
        }
        RestingBaseline baseline =
                RestingBaseline.before(readings.day(), earlier, rules).orElse(null);
        List<RestingHeartRate> drawn = RestingBaseline.drawn(readings.day(), earlier, rules);
        return Optional.of(new ExplainedEvent(rules, readings, covering, from, baseline, drawn).explanation());
    }

    /**
     * Returns the events that the rules find in a time range: those that overlap it by more than an instant, and an
     * event that starts exactly at {@code from}.
     *
     * @param from milliseconds since 1970-01-01T00:00Z, like {@code to}
     */
    public List<Event> during(CollarDay readings, Collection<RestingHeartRate> earlier, long from, long to) {
        return events(readings, earlier).stream()
                .filter(event -> event.start() == from || (event.start() < to && from < event.end()))
                .toList();
    }

    private List<Event> events(CollarDay readings, Collection<RestingHeartRate> earlier) {
        return readings.size() == 0
                ? List.of()
                : timelines
                        .compute(readings, RestingBaseline.before(readings.day(), earlier, rules))
                        .events();
    }
}
