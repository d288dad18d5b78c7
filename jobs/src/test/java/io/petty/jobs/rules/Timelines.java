package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.timeline.Event;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Computes timelines with the default rules, and describes their events in words. */
final class Timelines {
    private Timelines() {}

    static CollarTimeline timeline(CollarDayBuilder day) {
        return timeline(day.build(), Optional.empty());
    }

    /** Computes a day with a baseline, which is given in beats per minute. */
    static CollarTimeline timeline(CollarDayBuilder day, double baseline) {
        return timeline(day.build(), baseline(baseline));
    }

    static Optional<RestingBaseline> baseline(double beatsPerMinute) {
        return Optional.of(new RestingBaseline((int) Math.round(beatsPerMinute * 1000)));
    }

    static CollarTimeline timeline(CollarDay day, Optional<RestingBaseline> baseline) {
        return new CollarTimelines(TimelineRules.DEFAULTS).compute(day, baseline);
    }

    /** Returns a line per event, such as {@code Walking 03:00–03:10 x11}. */
    static List<String> events(CollarDayBuilder day) {
        return events(timeline(day));
    }

    static List<String> events(CollarTimeline timeline) {
        return timeline.events().stream().map(Timelines::event).toList();
    }

    static List<String> behaviors(CollarTimeline timeline) {
        return timeline.events().stream().map(event -> event.behavior().label()).toList();
    }

    private static String event(Event event) {
        return "%s %s–%s x%d"
                .formatted(event.behavior().label(), time(event.start()), time(event.end()), event.readings());
    }

    private static LocalTime time(long epochMillis) {
        return LocalTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }
}
