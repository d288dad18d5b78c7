package io.petty.jobs.rules;

import io.petty.jobs.rules.EventExplanation.Check;
import io.petty.jobs.rules.EventExplanation.Minutes;
import io.petty.jobs.rules.EventExplanation.Stretch;
import io.petty.jobs.rules.EventExplanation.Tier;
import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The minutes, quiet stretches and sleeps of a session, and the figures behind them. */
final class ExplainedSleep {
    private static final int MINUTE = 60_000;

    private final TimelineRules.Sleep rules;
    private final CollarDay readings;
    private final SessionMinutes minutes;
    private final Sleeps sleeps;
    private final @Nullable ReferenceRate reference;

    /** @param from the session's first minute */
    ExplainedSleep(
            TimelineRules.Sleep rules,
            CollarDay readings,
            SessionMinutes minutes,
            @Nullable ReferenceRate reference,
            int from,
            int to) {
        this.rules = rules;
        this.readings = readings;
        this.minutes = minutes;
        this.reference = reference;
        this.sleeps = new Sleeps(rules);
        boolean single = minutes.firstReading(to) - minutes.firstReading(from) == 1;
        if (reference != null && !single) {
            sleeps.find(minutes, from, to, reference.thousandths());
        } else if (!single) {
            sleeps.findStretches(minutes, from, to);
        }
    }

    /**
     * Returns the first reading after the last sleep that ends at or before a reading, or {@code none} if there is no
     * such sleep.
     */
    int endOfSleepBefore(int reading, int none) {
        int end = none;
        for (Sleeps.Range sleep : sleeps.sleeps()) {
            int sleepEnd = minutes.firstReading(sleep.last() + 1);
            end = sleepEnd <= reading ? sleepEnd : end;
        }
        return end;
    }

    /**
     * Returns the first reading of the first sleep that begins after a reading, or {@code none} if there is no such
     * sleep.
     */
    int startOfSleepAfter(int reading, int none) {
        for (Sleeps.Range sleep : sleeps.sleeps()) {
            int start = minutes.firstReading(sleep.first());
            if (start > reading) {
                return start;
            }
        }
        return none;
    }

    /** Returns the minutes of readings {@code from} to {@code to} (exclusive). */
    Minutes minutes(int from, int to) {
        int first = minuteOf(from);
        int last = minuteOf(to - 1);
        int quiet = 0;
        for (int minute = first; minute <= last; minute++) {
            quiet += sleeps.isQuiet(minute) ? 1 : 0;
        }
        return new Minutes(Sleeps.length(minutes, first, last), last - first + 1, minutes.restless(first, last), quiet);
    }

    private int minuteOf(int reading) {
        int minute = 0;
        while (minutes.firstReading(minute + 1) <= reading) {
            minute++;
        }
        return minute;
    }

    /** Returns the stretches that share a minute with readings {@code from} to {@code to} (exclusive). */
    List<Stretch> stretches(int from, int to) {
        List<Stretch> found = new ArrayList<>();
        if (reference == null) {
            return found;
        }
        int first = minuteOf(from);
        int last = minuteOf(to - 1);
        for (Sleeps.Range stretch : sleeps.stretches()) {
            if (stretch.first() <= last && first <= stretch.last()) {
                found.add(stretch(stretch.first(), stretch.last(), reference));
            }
        }
        return found;
    }

    private Stretch stretch(int first, int last, ReferenceRate known) {
        int length = Sleeps.length(minutes, first, last);
        int credit = sleeps.credit(minutes, first, last);
        HeartRates resting = resting(first, last);
        List<Tier> tiers = new ArrayList<>();
        for (TimelineRules.Tier tier : rules.tiers()) {
            String what = credit == 0 ? "length" : "length, with %d min for the day's edge".formatted(credit);
            tiers.add(new Tier(List.of(
                    ConditionText.atLeastMinutes(what, length + credit, tier.minutes()),
                    ConditionText.meanUpTo("mean heart rate at rest", resting, tier.heartRate(), known))));
        }
        long day = readings.day().toEpochDay() * PackedReading.MILLIS_PER_DAY;
        return new Stretch(
                day + (long) minutes.number(first) * MINUTE,
                day + (long) (minutes.number(last) + 1) * MINUTE,
                length,
                minutes.restless(first, last),
                List.of(
                        ConditionText.atLeastMinutes("length", length, rules.shortest()),
                        ConditionText.atLeast(
                                "heart rates at rest", minutes.restReadings(first, last), rules.heartRatesNeeded())),
                tiers);
    }

    /**
     * Returns the checks for whether the sleep of readings {@code from} to {@code to} (exclusive) is sure. At least one
     * must hold.
     */
    List<Check> sureness(int from, int to) {
        int first = minuteOf(from);
        int last = minuteOf(to - 1);
        List<Check> checks = new ArrayList<>();
        checks.add(ConditionText.atLeastMinutes("length", Sleeps.length(minutes, first, last), rules.sureLength()));
        if (reference != null) {
            checks.add(ConditionText.meanUpTo(
                    "mean heart rate at rest", resting(first, last), rules.sureHeartRate(), reference));
        }
        return checks;
    }

    /** Returns the heart rates at activity 0 in some minutes. */
    private HeartRates resting(int first, int last) {
        HeartRates heartRates = new HeartRates();
        heartRates.clear();
        for (int i = minutes.firstReading(first); i < minutes.firstReading(last + 1); i++) {
            if (readings.activity(i) == 0) {
                heartRates.add(readings, i, i + 1);
            }
        }
        return heartRates;
    }
}
