package io.petty.lake;

import io.petty.timeline.EventClass;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The number of voices on a published day's events of one class that were given on one day, over all collars.
 *
 * @param givenDay see {@link io.petty.timeline.VoiceCount}
 * @param collars a value that identifies the collars: the sum of one hash per voice, so the order of the voices doesn't matter
 */
public record VoiceTotal(
        LocalDate eventDay, LocalDate givenDay, EventClass eventClass, long positive, long negative, long collars)
        implements Serializable {}
