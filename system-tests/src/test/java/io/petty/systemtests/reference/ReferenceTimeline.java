package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One collar's event day: its events in order, its summary, and its contribution to later days' baselines.
 *
 * @param restingRate the day's resting rate in thousandths of a beat per minute, null without a measurement at rest
 */
public record ReferenceTimeline(
        List<ReferenceEvent> events,
        ReferenceSummary summary,
        @Nullable Integer restingRate) {

    private static final long MINUTE = ReferenceRules.MINUTE;
    private static final long HOUR = 60 * MINUTE;

    /** Computes the timelines of one collar from all its readings by event day, each day's in time order. */
    public static SortedMap<LocalDate, ReferenceTimeline> ofCollar(Map<LocalDate, List<ReferenceReading>> days) {
        SortedMap<LocalDate, ReferenceTimeline> timelines = new TreeMap<>();
        SortedMap<LocalDate, Integer> restingRates = new TreeMap<>();
        new TreeMap<>(days).forEach((day, readings) -> {
            ReferenceTimeline timeline = ofDay(day, readings, ReferenceRates.baseline(day, restingRates));
            timelines.put(day, timeline);
            if (timeline.restingRate() != null) {
                restingRates.put(day, timeline.restingRate());
            }
        });
        return timelines;
    }

    /**
     * Computes one day's timeline.
     *
     * @param readings one collar's readings of that day, in time order; at least one
     * @param baseline thousandths of a beat per minute
     */
    static ReferenceTimeline ofDay(LocalDate day, List<ReferenceReading> readings, @Nullable Integer baseline) {
        Integer restingRate = ReferenceRates.restingRate(readings);
        ReferenceRates.Rates rates =
                new ReferenceRates.Rates(baseline, ReferenceRates.referenceRate(readings, baseline));
        List<ReferenceEvent> events = new ArrayList<>();
        boolean inactive = false;
        for (List<ReferenceReading> session : ReferenceRules.sessions(readings)) {
            List<ReferenceEvent> ofSession = new ArrayList<>();
            List<ReferenceRules.Part> parts = ReferenceRules.parts(day, session, rates);
            for (int i = 0; i < parts.size(); i++) {
                ReferenceRules.Part part = parts.get(i);
                long end = i + 1 < parts.size()
                        ? parts.get(i + 1).readings().get(0).time()
                        : lastTime(part.readings());
                ofSession.add(event(day, part, end, rates));
            }
            inactive |= isProlongedInactivity(day, ofSession);
            events.addAll(ofSession);
        }
        return new ReferenceTimeline(events, summary(day, readings, events, restingRate, inactive), restingRate);
    }

    private static ReferenceEvent event(LocalDate day, ReferenceRules.Part part, long end, ReferenceRates.Rates rates) {
        List<ReferenceReading> readings = part.readings();
        List<ReferencePlace> places = Distances.places(readings);
        return new ReferenceEvent(
                readings.get(0).collar(),
                day,
                readings.get(0).time(),
                end,
                part.behavior(),
                part.ruleConfidence(),
                readings.size(),
                ReferenceHeartRates.measured(readings).size(),
                ReferenceHeartRates.meanBpm(readings),
                ReferenceHeartRates.deviationBpm(readings),
                ReferenceHeartRates.leastBpm(readings),
                ReferenceHeartRates.mostBpm(readings),
                metres(Distances.radius(places)),
                metres(Distances.way(places)),
                part.fetchCycles(),
                ReferenceEvent.REST.contains(part.behavior()) ? ReferenceHeartRates.bpm(rates.baseline()) : null,
                ReferenceHeartRates.bpm(rates.reference()));
    }

    private static @Nullable Double metres(@Nullable Long millimetres) {
        return millimetres == null ? null : millimetres / 1000.0;
    }

    private static ReferenceSummary summary(
            LocalDate day,
            List<ReferenceReading> readings,
            List<ReferenceEvent> events,
            @Nullable Integer restingRate,
            boolean inactive) {
        Map<String, Double> minutes = new TreeMap<>();
        double observedMinutes = 0;
        double distance = 0;
        for (ReferenceEvent event : events) {
            minutes.merge(event.behavior(), event.minutes(), Double::sum);
            observedMinutes += event.minutes();
            distance += event.distance() == null ? 0 : event.distance();
        }
        List<String> flags = new ArrayList<>();
        if (events.stream().anyMatch(event -> event.behavior().equals("Alert"))) {
            flags.add("high_resting_heart_rate");
        }
        if (inactive) {
            flags.add("prolonged_inactivity");
        }
        return new ReferenceSummary(
                readings.get(0).collar(),
                day,
                minutes,
                observedMinutes,
                readings.size(),
                readings.get(0).time(),
                lastTime(readings),
                ReferenceHeartRates.leastBpm(readings),
                ReferenceHeartRates.meanBpm(readings),
                ReferenceHeartRates.mostBpm(readings),
                ReferenceHeartRates.bpm(restingRate),
                distance,
                events.size(),
                flags);
    }

    /** Returns whether consecutive events of rest in a session cover more than 8 h between 08:00 and 20:00. */
    private static boolean isProlongedInactivity(LocalDate day, List<ReferenceEvent> session) {
        long midnight = day.toEpochDay() * 24 * HOUR;
        long start = 0;
        boolean inStretch = false;
        for (ReferenceEvent event : session) {
            boolean rest = ReferenceEvent.REST.contains(event.behavior());
            if (rest && !inStretch) {
                start = event.start();
            }
            inStretch = rest;
            long from = Math.max(start, midnight + 8 * HOUR);
            long until = Math.min(event.end(), midnight + 20 * HOUR);
            if (rest && until - from > 8 * HOUR) {
                return true;
            }
        }
        return false;
    }

    private static long lastTime(List<ReferenceReading> readings) {
        return readings.get(readings.size() - 1).time();
    }
}
