package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One collar's event day: its events in order, its summary, and what it counts for in later days' baselines.
 *
 * @param restingHeartRate thousandths of a beat per minute, null without a window of rest
 */
public record ReferenceTimeline(
        List<ReferenceEvent> events,
        ReferenceSummary summary,
        @Nullable Fraction restingHeartRate) {

    private static final long MINUTE = ReferenceRules.MINUTE;
    private static final long HOUR = 60 * MINUTE;

    /** The timelines of one collar, from all its readings by event day, each day's in time order. */
    public static SortedMap<LocalDate, ReferenceTimeline> ofCollar(Map<LocalDate, List<ReferenceReading>> days) {
        SortedMap<LocalDate, ReferenceTimeline> timelines = new TreeMap<>();
        SortedMap<LocalDate, Fraction> restingHeartRates = new TreeMap<>();
        new TreeMap<>(days).forEach((day, readings) -> {
            ReferenceTimeline timeline = ofDay(day, readings, baseline(day, restingHeartRates));
            timelines.put(day, timeline);
            if (timeline.restingHeartRate() != null) {
                restingHeartRates.put(day, timeline.restingHeartRate());
            }
        });
        return timelines;
    }

    /**
     * The resting baseline: the median of the last 14 resting heart rates of the 90 days before, null below three.
     *
     * @param restingHeartRates of earlier days that have one, in thousandths
     */
    static @Nullable Fraction baseline(LocalDate day, SortedMap<LocalDate, Fraction> restingHeartRates) {
        List<Fraction> earlier =
                new ArrayList<>(restingHeartRates.subMap(day.minusDays(90), day).values());
        List<Fraction> last = new ArrayList<>(earlier.subList(Math.max(0, earlier.size() - 14), earlier.size()));
        if (last.size() < 3) {
            return null;
        }
        last.sort(Fraction::compare);
        int middle = last.size() / 2;
        return last.size() % 2 == 1
                ? last.get(middle)
                : last.get(middle - 1).plus(last.get(middle)).times(Fraction.of(1, 2));
    }

    /**
     * One day's timeline.
     *
     * @param readings of one collar and that day, in time order, at least one
     * @param baseline thousandths of a beat per minute
     */
    static ReferenceTimeline ofDay(LocalDate day, List<ReferenceReading> readings, @Nullable Fraction baseline) {
        List<ReferenceEvent> events = new ArrayList<>();
        List<ReferenceReading> atRest = new ArrayList<>();
        boolean inactive = false;
        for (List<ReferenceReading> session : ReferenceRules.sessions(readings)) {
            List<ReferenceEvent> ofSession = new ArrayList<>();
            List<ReferenceRules.Part> parts = ReferenceRules.parts(session, baseline);
            for (int i = 0; i < parts.size(); i++) {
                ReferenceRules.Part part = parts.get(i);
                long end = i + 1 < parts.size()
                        ? parts.get(i + 1).readings().get(0).time()
                        : lastTime(part.readings());
                ofSession.add(event(day, part, end, baseline));
                if (ReferenceEvent.REST.contains(part.behavior())) {
                    atRest.addAll(part.readings());
                }
            }
            inactive |= isProlongedInactivity(day, ofSession);
            events.addAll(ofSession);
        }
        Fraction restingHeartRate = atRest.isEmpty() ? null : HeartRates.mean(atRest);
        return new ReferenceTimeline(
                events, summary(day, readings, events, restingHeartRate, inactive), restingHeartRate);
    }

    private static ReferenceEvent event(
            LocalDate day, ReferenceRules.Part part, long end, @Nullable Fraction baseline) {
        List<ReferenceReading> readings = part.readings();
        List<ReferencePlace> places = Distances.places(readings);
        boolean rest = ReferenceEvent.REST.contains(part.behavior());
        return new ReferenceEvent(
                readings.get(0).collar(),
                day,
                readings.get(0).time(),
                end,
                part.behavior(),
                readings.size(),
                HeartRates.bpm(HeartRates.mean(readings)),
                Math.sqrt(HeartRates.variance(readings).toDouble()) / 1000,
                HeartRates.least(readings) / 1000.0,
                HeartRates.most(readings) / 1000.0,
                metres(Distances.radius(places)),
                metres(Distances.way(places)),
                part.fetchCycles(),
                rest && baseline != null ? HeartRates.bpm(baseline) : null);
    }

    private static @Nullable Double metres(@Nullable Long millimetres) {
        return millimetres == null ? null : millimetres / 1000.0;
    }

    private static ReferenceSummary summary(
            LocalDate day,
            List<ReferenceReading> readings,
            List<ReferenceEvent> events,
            @Nullable Fraction restingHeartRate,
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
                HeartRates.least(readings) / 1000.0,
                HeartRates.bpm(HeartRates.mean(readings)),
                HeartRates.most(readings) / 1000.0,
                restingHeartRate == null ? null : HeartRates.bpm(restingHeartRate),
                distance,
                events.size(),
                flags);
    }

    /** Whether events of rest, one following the other in a session, cover more than 8 h of 08:00–20:00. */
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
