package io.petty.timeline;

import java.time.LocalDate;

/**
 * How many owners' voices for and against the events of one class of one collar's UTC day were given on one day.
 *
 * @param day the event day
 * @param givenDay the UTC day the voices are timestamped on; the event day for earlier ones, the last day on which they can
 *     matter for later ones
 */
public record VoiceCount(
        String collarId, LocalDate day, EventClass eventClass, LocalDate givenDay, int positive, int negative) {
    public VoiceCount {
        if (positive < 0 || negative < 0) {
            throw new IllegalArgumentException("Voices can't be fewer than none");
        }
        if (givenDay.isBefore(day)) {
            throw new IllegalArgumentException("Voices on %s can't count before it, on %s".formatted(day, givenDay));
        }
    }
}
