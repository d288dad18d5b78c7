package io.petty.lake;

import io.petty.timeline.EventClass;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The voices on a published day's events of one class that were given on one day, over all collars.
 *
 * @param givenDay as of {@link io.petty.timeline.VoiceCount}
 * @param collars tells which collars' events they are on: a sum over the voices, so that it is the same whatever their order
 */
public record VoiceTotal(
        LocalDate eventDay, LocalDate givenDay, EventClass eventClass, long positive, long negative, long collars)
        implements Serializable {}
