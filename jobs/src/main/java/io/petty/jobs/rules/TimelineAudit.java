package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.timeline.Event;

/** Checks the invariants that every timeline must satisfy before it is published, whatever the rules computed. */
public final class TimelineAudit {
    private TimelineAudit() {}

    /**
     * Checks one collar's day.
     *
     * @throws IllegalStateException if events overlap or repeat, or a reading is in no event or in two
     */
    public static void check(CollarDay readings, CollarTimeline timeline) {
        long taken = 0;
        Event previous = null;
        for (Event event : timeline.events()) {
            // Ids hash collar, start and behavior, so strictly increasing starts make them unique.
            if (previous != null && (event.start() <= previous.start() || event.start() < previous.end())) {
                throw new IllegalStateException("Events %s and %s of collar %s on %s overlap"
                        .formatted(previous.eventId(), event.eventId(), readings.collarId(), readings.day()));
            }
            taken += event.readings();
            previous = event;
        }
        if (taken != readings.size()) {
            throw new IllegalStateException("The events of collar %s on %s hold %d readings of %d"
                    .formatted(readings.collarId(), readings.day(), taken, readings.size()));
        }
    }
}
