package io.petty.jobs.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Computes quiet minutes, stretches and sleeps of one session (steps 4 to 6). Minutes are those of {@link
 * SessionMinutes}.
 */
final class Sleeps {
    private static final int HUNDRED_PERCENT = 100_000;
    private static final int DAY_MINUTES = 1_440;

    private final TimelineRules.Sleep rules;
    private final long quietRestless;
    private final int[] tierMinutes;
    private final long[] tierHeartRates;
    private final long sureHeartRate;

    private final boolean[] quiet = new boolean[DAY_MINUTES];
    private final List<Range> stretches = new ArrayList<>();
    private final List<Range> sleeps = new ArrayList<>();

    /** Consecutive minutes of a session, both ends included. */
    record Range(int first, int last) {}

    Sleeps(TimelineRules.Sleep rules) {
        this.rules = rules;
        quietRestless = Figures.thousandths(rules.quietRestless());
        tierMinutes =
                rules.tiers().stream().mapToInt(TimelineRules.Tier::minutes).toArray();
        tierHeartRates = rules.tiers().stream()
                .mapToLong(tier -> Figures.thousandths(tier.heartRate()))
                .toArray();
        sureHeartRate = Figures.thousandths(rules.sureHeartRate());
    }

    /**
     * Finds the sleeps of the session of minutes {@code from} to {@code to} (exclusive).
     *
     * @param reference thousandths of a beat per minute
     */
    void find(SessionMinutes minutes, int from, int to, int reference) {
        findStretches(minutes, from, to);
        sleeps.clear();
        for (Range stretch : stretches) {
            if (isAsleep(minutes, stretch.first(), stretch.last(), reference)) {
                addOrJoin(sleeps, stretch, minutes, rules.gap());
            }
        }
    }

    /** Adds a range. If at most {@code gap} minutes separate it from the last range, extends the last range instead. */
    private static void addOrJoin(List<Range> ranges, Range added, SessionMinutes minutes, int gap) {
        int end = ranges.size() - 1;
        if (end >= 0 && between(minutes, ranges.get(end).last(), added.first()) <= gap) {
            ranges.set(end, new Range(ranges.get(end).first(), added.last()));
        } else {
            ranges.add(added);
        }
    }

    /** Finds only the stretches of a session. This is the first part of {@link #find}. */
    void findStretches(SessionMinutes minutes, int from, int to) {
        stretches.clear();
        int windowFrom = from;
        int windowTo = from;
        int runFirst = -1;
        for (int minute = from; minute < to; minute++) {
            int number = minutes.number(minute);
            while (minutes.number(windowFrom) < number - rules.quietReach()) {
                windowFrom++;
            }
            while (windowTo + 1 < to && minutes.number(windowTo + 1) <= number + rules.quietReach()) {
                windowTo++;
            }
            quiet[minute] = (long) HUNDRED_PERCENT * minutes.restless(windowFrom, windowTo)
                    <= quietRestless * (windowTo - windowFrom + 1);
            if (!quiet[minute] && runFirst >= 0) {
                addStretch(minutes, runFirst, minute - 1);
                runFirst = -1;
            } else if (quiet[minute] && runFirst < 0) {
                runFirst = minute;
            }
        }
        if (runFirst >= 0) {
            addStretch(minutes, runFirst, to - 1);
        }
    }

    /**
     * Adds a run of quiet minutes without the restless minutes at its start and end. Adds nothing if no minute is left.
     */
    private void addStretch(SessionMinutes minutes, int runFirst, int runLast) {
        int first = runFirst;
        int last = runLast;
        while (first <= last && minutes.isRestless(first)) {
            first++;
        }
        while (last >= first && minutes.isRestless(last)) {
            last--;
        }
        if (first <= last) {
            addOrJoin(stretches, new Range(first, last), minutes, rules.quietGap());
        }
    }

    private boolean isAsleep(SessionMinutes minutes, int first, int last, int reference) {
        int length = length(minutes, first, last);
        int readings = minutes.restReadings(first, last);
        if (length < rules.shortest() || readings < rules.heartRatesNeeded()) {
            return false;
        }
        int credited = length + credit(minutes, first, last);
        long sum = minutes.restSum(first, last);
        for (int tier = 0; tier < tierMinutes.length; tier++) {
            if (credited >= tierMinutes[tier]
                    && HeartRates.compareMean(sum, readings, tierHeartRates[tier], reference) <= 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the minutes credited to a stretch for reaching an edge of the day. */
    int credit(SessionMinutes minutes, int first, int last) {
        boolean atAnEdge =
                minutes.number(first) < rules.dayEdge() || minutes.number(last) >= DAY_MINUTES - rules.dayEdge();
        return atAnEdge ? rules.dayEdgeCredit() : 0;
    }

    /** Returns the number of minutes of the UTC day from one minute to another, both included. */
    static int length(SessionMinutes minutes, int first, int last) {
        return minutes.number(last) - minutes.number(first) + 1;
    }

    /** Returns how many minutes of the UTC day are between two minutes. */
    private static int between(SessionMinutes minutes, int last, int next) {
        return minutes.number(next) - minutes.number(last) - 1;
    }

    /** Returns whether a minute of the session is quiet. */
    boolean isQuiet(int minute) {
        return quiet[minute];
    }

    /** Returns all stretches in time order, whether they are sleeps or not. */
    List<Range> stretches() {
        return stretches;
    }

    /** Returns the sleeps in time order. */
    List<Range> sleeps() {
        return sleeps;
    }

    /** Returns whether a sleep is long or calm enough to be sure. */
    boolean isSure(SessionMinutes minutes, Range sleep, int reference) {
        int first = sleep.first();
        int last = sleep.last();
        return length(minutes, first, last) >= rules.sureLength()
                || HeartRates.compareMean(
                                minutes.restSum(first, last),
                                minutes.restReadings(first, last),
                                sureHeartRate,
                                reference)
                        <= 0;
    }
}
