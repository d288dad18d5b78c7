package io.petty.timeline;

import java.time.LocalDate;

/**
 * The number of positive and negative voices that were given on one day. They are on one collar's events of one class
 * and one UTC day.
 *
 * @param day the event day
 * @param givenDay the UTC day of the voices' timestamps, but at the earliest the event day, and at the latest the last
 *     day on which a voice can matter
 */
public record VoiceCount(
        String collarId, LocalDate day, EventClass eventClass, LocalDate givenDay, int positive, int negative) {
    public VoiceCount {
        if (positive < 0 || negative < 0) {
            throw new IllegalArgumentException("Counts of voices can't be negative");
        }
        if (givenDay.isBefore(day)) {
            throw new IllegalArgumentException("Voices on %s can't count before it, on %s".formatted(day, givenDay));
        }
    }

    /**
     * Returns whether voices given on {@code givenDay} on an event of {@code eventDay} count for the confidences of
     * {@code day}.
     *
     * @param windowDays the maximum number of days from the event's day to {@code day}
     */
    public static boolean countFor(LocalDate day, LocalDate eventDay, LocalDate givenDay, int windowDays) {
        return eventDay.isBefore(day) && !eventDay.isBefore(day.minusDays(windowDays)) && givenDay.isBefore(day);
    }
}
