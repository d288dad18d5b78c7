package io.petty.jobs.rules;

import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Summary;
import java.util.List;
import java.util.Optional;

/**
 * The result of the rules for one collar's UTC day.
 *
 * @param events the events in time order, without overlaps; every reading belongs to exactly one event
 * @param resting the day's resting heart rate, from which later days' baselines are computed; empty if there is no
 *     heart rate at rest
 */
public record CollarTimeline(List<Event> events, Summary summary, Optional<RestingHeartRate> resting) {
    public CollarTimeline {
        events = List.copyOf(events);
    }
}
