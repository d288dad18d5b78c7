package io.petty.lake;

import io.petty.timeline.EventClass;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The number of positive and negative voices that were given on one day, over all collars. They are on events of one
 * class and one published day.
 *
 * @param givenDay see {@link io.petty.timeline.VoiceCount}
 * @param collars a value that identifies the collars: the sum of one hash per voice, so the order of the voices doesn't
 *     matter
 */
public record VoiceTotal(
        LocalDate eventDay, LocalDate givenDay, EventClass eventClass, long positive, long negative, long collars)
        implements Serializable {}
