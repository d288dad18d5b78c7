/**
 * The rules that compute the timeline of one collar's UTC day. Plain Java over primitive columns. Every comparison with
 * a limit is exact. {@code docs/using.md} lists the limits, which {@link io.petty.jobs.rules.TimelineRules} holds. The
 * steps:
 *
 * <ol>
 *   <li>Sessions, broken by long pauses: {@code SessionMinutes}.
 *   <li>Resting rate and reference rate: {@code ReferenceRate}.
 *   <li>Minutes with readings, and which of them are restless: {@code SessionMinutes}.
 *   <li>Quiet minutes: {@code Sleeps}.
 *   <li>Stretches of quiet minutes: {@code Sleeps}.
 *   <li>Deep sleep, from stretches by length and heart rate: {@code Sleeps}.
 *   <li>Pieces of a session between its sleeps: {@code CollarTimelines}.
 *   <li>Bouts of equal activity, and blips, which join their neighbors: {@code Segments}.
 *   <li>Segments of equal activity: {@code Segments}.
 *   <li>Games of fetch: {@code FetchGames}.
 *   <li>Other movement: anxious pacing, walking and running: {@code CollarTimelines}.
 *   <li>Other rest: alert and resting: {@code CollarTimelines}.
 * </ol>
 */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
