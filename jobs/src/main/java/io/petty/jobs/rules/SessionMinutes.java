package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.timeline.RestingHeartRate;
import java.util.Optional;

/**
 * The minutes of a collar's day that have readings, and their sessions (steps 1 to 3). Sessions are at least a minute
 * apart, so each minute belongs to one. The arrays are reused for the next day.
 */
final class SessionMinutes {
    private static final int MILLIS = 60_000;
    private static final int MOST = PackedReading.MILLIS_PER_DAY / MILLIS;

    private final long sessionGap;
    /** The numbers of the minutes, from 0 at 00:00 UTC. */
    private final int[] numbers = new int[MOST];

    // Prefix sums, each with one more element for the end: readings, restless minutes, heart rates at activity 0.
    private final int[] firstReadings = new int[MOST + 1];
    private final int[] restlessBefore = new int[MOST + 1];
    private final int[] restReadingsBefore = new int[MOST + 1];
    private final long[] restSumsBefore = new long[MOST + 1];
    private int count;
    private int restingMinutes;

    SessionMinutes(TimelineRules rules) {
        sessionGap = rules.sessionGap().toMillis();
    }

    /** Computes the minutes of a day. */
    void measure(CollarDay readings) {
        count = 0;
        restingMinutes = 0;
        int restless = 0;
        int restReadings = 0;
        long restSum = 0;
        int size = readings.size();
        int reading = 0;
        while (reading < size) {
            int number = readings.millisOfDay(reading) / MILLIS;
            int end = (number + 1) * MILLIS;
            numbers[count] = number;
            firstReadings[count] = reading;
            restlessBefore[count] = restless;
            restReadingsBefore[count] = restReadings;
            restSumsBefore[count] = restSum;
            int active = 0;
            do {
                if (readings.activity(reading) > 0) {
                    active++;
                } else if (readings.hasHeartRate(reading)) {
                    restReadings++;
                    restSum += readings.heartRate(reading);
                }
                reading++;
            } while (reading < size && readings.millisOfDay(reading) < end);
            if (2 * active >= reading - firstReadings[count]) {
                restless++;
            } else if (restReadings > restReadingsBefore[count]) {
                restingMinutes++;
            }
            count++;
        }
        firstReadings[count] = size;
        restlessBefore[count] = restless;
        restReadingsBefore[count] = restReadings;
        restSumsBefore[count] = restSum;
    }

    /** Returns the number of minutes. The other methods number them from 0. */
    int count() {
        return count;
    }

    /** Returns the end (exclusive) of the session that begins with a minute. */
    int sessionEnd(CollarDay readings, int minute) {
        int end = minute + 1;
        while (end < count
                && readings.millisOfDay(firstReadings[end]) - readings.millisOfDay(firstReadings[end] - 1)
                        <= sessionGap) {
            end++;
        }
        return end;
    }

    /** Returns a minute's number in the UTC day, 0 to 1,439. */
    int number(int minute) {
        return numbers[minute];
    }

    /** Returns the first reading of a minute, or the number of readings for the end of the last minute. */
    int firstReading(int minute) {
        return firstReadings[minute];
    }

    boolean isRestless(int minute) {
        return restless(minute, minute) == 1;
    }

    /**
     * Returns how many of the minutes {@code first} to {@code last} (inclusive, as in the other methods) are restless.
     */
    int restless(int first, int last) {
        return restlessBefore[last + 1] - restlessBefore[first];
    }

    /** Returns the number of readings of activity 0 with a heart rate in some minutes. */
    int restReadings(int first, int last) {
        return restReadingsBefore[last + 1] - restReadingsBefore[first];
    }

    /** Returns the sum of the heart rates that {@link #restReadings} counts, in thousandths of a beat per minute. */
    long restSum(int first, int last) {
        return restSumsBefore[last + 1] - restSumsBefore[first];
    }

    /** Returns how many minutes are not restless and have a reading of activity 0 with a heart rate. */
    int restingMinutes() {
        return restingMinutes;
    }

    /** Returns the day's resting rate over all its sessions; empty without a heart rate at rest. */
    Optional<RestingHeartRate> resting(CollarDay readings) {
        int restReadings = restReadingsBefore[count];
        return restReadings == 0
                ? Optional.empty()
                : Optional.of(
                        new RestingHeartRate(readings.collarId(), readings.day(), restSumsBefore[count], restReadings));
    }
}
