package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Steps 3 to 6 of a timeline: the minutes of a session, and the sleeps among them. */
final class ReferenceSleeps {

    private static final int MINUTES_OF_DAY = 24 * 60;

    /** The limits of a sleep: a minimum credited length in minutes, and a maximum percentage of the reference rate. */
    record Tier(int creditedLength, int percent) {}

    static final List<Tier> TIERS = List.of(new Tier(90, 105), new Tier(60, 90), new Tier(30, 85));

    /** A UTC minute, counted from 1970-01-01T00:00Z, and its readings, at least one. */
    record Minute(long number, List<ReferenceReading> readings) {

        boolean isRestless() {
            long active =
                    readings.stream().filter(reading -> reading.activity() > 0).count();
            return 2 * active >= readings.size();
        }
    }

    /** The time from one minute to another, both included. */
    record Span(long first, long last) {

        long length() {
            return last - first + 1;
        }

        boolean contains(ReferenceReading reading) {
            long minute = minuteOf(reading);
            return minute >= first && minute <= last;
        }
    }

    private ReferenceSleeps() {}

    static long minuteOf(ReferenceReading reading) {
        return Math.floorDiv(reading.time(), 60_000L);
    }

    /** Step 3: returns the minutes that have a reading. */
    static List<Minute> minutes(List<ReferenceReading> session) {
        List<Minute> minutes = new ArrayList<>();
        for (ReferenceReading reading : session) {
            if (minutes.isEmpty() || minutes.get(minutes.size() - 1).number() != minuteOf(reading)) {
                minutes.add(new Minute(minuteOf(reading), new ArrayList<>()));
            }
            minutes.get(minutes.size() - 1).readings().add(reading);
        }
        return minutes;
    }

    /** Step 4: returns the numbers of the quiet minutes. */
    static Set<Long> quiet(List<Minute> minutes) {
        Map<Long, Boolean> restlessness = new HashMap<>();
        minutes.forEach(minute -> restlessness.put(minute.number(), minute.isRestless()));
        Set<Long> quiet = new TreeSet<>();
        for (Minute minute : minutes) {
            int around = 0;
            int restless = 0;
            for (long other = minute.number() - 10; other <= minute.number() + 10; other++) {
                Boolean isRestless = restlessness.get(other);
                if (isRestless != null) {
                    around++;
                    restless += isRestless ? 1 : 0;
                }
            }
            if (100 * restless <= 10 * around) {
                quiet.add(minute.number());
            }
        }
        return quiet;
    }

    /** Step 5: returns the stretches: the runs that {@link #cutBack} returns, joined if at most ten minutes apart. */
    static List<Span> stretches(List<Minute> minutes) {
        return joined(cutBack(minutes), 10);
    }

    /** Step 5: returns the runs of quiet minutes, without the restless minutes at their ends. */
    static List<Span> cutBack(List<Minute> minutes) {
        Set<Long> quiet = quiet(minutes);
        List<Span> stretches = new ArrayList<>();
        List<Minute> run = new ArrayList<>();
        for (Minute minute : minutes) {
            if (quiet.contains(minute.number())) {
                run.add(minute);
            } else {
                addCutBack(run, stretches);
                run = new ArrayList<>();
            }
        }
        addCutBack(run, stretches);
        return stretches;
    }

    /** Adds a run without the restless minutes at its ends, unless all its minutes are restless. */
    private static void addCutBack(List<Minute> run, List<Span> stretches) {
        List<Long> still = run.stream()
                .filter(minute -> !minute.isRestless())
                .map(Minute::number)
                .toList();
        if (!still.isEmpty()) {
            stretches.add(new Span(still.get(0), still.get(still.size() - 1)));
        }
    }

    private static List<Span> joined(List<Span> spans, int mostBetween) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans) {
            Span previous = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (previous != null && span.first() - previous.last() - 1 <= mostBetween) {
                joined.set(joined.size() - 1, new Span(previous.first(), span.last()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** Step 6: returns the sleeps of a session of at least two readings. */
    static List<Span> sleeps(LocalDate day, List<ReferenceReading> session, @Nullable Integer reference) {
        List<Span> sleeps = stretches(minutes(session)).stream()
                .filter(stretch -> isSleep(day, stretch, session, reference))
                .toList();
        return joined(sleeps, 20);
    }

    static boolean isSleep(LocalDate day, Span stretch, List<ReferenceReading> session, @Nullable Integer reference) {
        List<ReferenceReading> atRest = atRest(stretch, session);
        Fraction mean = ReferenceHeartRates.mean(atRest);
        if (reference == null
                || mean == null
                || stretch.length() < 10
                || ReferenceHeartRates.measured(atRest).size() < 4) {
            return false;
        }
        return TIERS.stream()
                .anyMatch(tier -> creditedLength(day, stretch) >= tier.creditedLength()
                        && mean.isAtMost(Fraction.percent(tier.percent(), reference)));
    }

    /** Returns the length in minutes, plus 30 if midnight may have cut off the stretch at one end or at both. */
    static long creditedLength(LocalDate day, Span stretch) {
        long midnight = day.toEpochDay() * MINUTES_OF_DAY;
        boolean atDaysEdge = stretch.first() < midnight + 5 || stretch.last() >= midnight + MINUTES_OF_DAY - 5;
        return stretch.length() + (atDaysEdge ? 30 : 0);
    }

    /** Returns the session's readings at rest from the span's first to its last minute. */
    static List<ReferenceReading> atRest(Span span, List<ReferenceReading> session) {
        return ReferenceRates.atRest(session.stream().filter(span::contains).toList());
    }

    /** Returns the rule confidence of a sleep, from its length and its mean heart rate. */
    static double ruleConfidence(Span sleep, List<ReferenceReading> session, @Nullable Integer reference) {
        Fraction mean = ReferenceHeartRates.mean(atRest(sleep, session));
        if (reference == null || mean == null) {
            throw new IllegalArgumentException("not a sleep");
        }
        return sleep.length() >= 180 || mean.isAtMost(Fraction.percent(90, reference)) ? 0.94 : 0.70;
    }
}
