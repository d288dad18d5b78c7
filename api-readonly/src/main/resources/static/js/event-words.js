import { REVIEWS } from './behaviors.js';
import { clockTime, clockTimeWithSeconds, confidence, count, distance, heartRate, length } from './format.js';

/** @typedef {Record<string, any>} Event as the API gives it, or an item that is drawn as one */

/** @param {Event} event @returns {number} milliseconds */
export function lengthOf(event) {
    return Date.parse(event.end) - Date.parse(event.start);
}

/** @param {Event} event */
export function reviewOf(event) {
    return REVIEWS.find(review => review.name === event.review) ?? REVIEWS[REVIEWS.length - 1];
}

/** Describes an event in one sentence, for screen readers. @param {Event} event @param {string} [zone] */
export function sentenceOf(event, zone = 'UTC') {
    const parts = [
        event.behavior,
        `${clockTime(event.start, zone)} to ${clockTime(event.end, zone)}${zone === 'UTC' ? ' UTC' : ''}`,
        length(lengthOf(event)),
        ...(event.hr_mean === null
            ? ['no heart rate measured']
            : [
                  `heart rate ${heartRate(event.hr_mean)} beats per minute`,
                  `${heartRate(event.hr_min)} to ${heartRate(event.hr_max)}`,
              ]),
        `confidence ${confidence(event.confidence)}`,
    ];
    if (event.review !== 'unreviewed') {
        parts.push(reviewOf(event).words.toLowerCase());
    }
    if (event.starts_before) {
        parts.push('began before the day');
    }
    if (event.ends_after) {
        parts.push('continues after the day');
    }
    if (event.corrected_behavior !== null) {
        parts.push(`owners say it was ${event.corrected_behavior}`);
    }
    return `${parts.join(', ')}.`;
}

/**
 * Returns the evidence for an event.
 *
 * @param {Event} event the whole event
 * @param {string} [zone]
 * @returns {[string, string][]} names and values
 */
export function evidenceOf(event, zone = 'UTC') {
    /** @type {[string, string | null][]} */
    const rows = [
        [
            zone === 'UTC' ? 'Time, UTC' : 'Time',
            `${clockTimeWithSeconds(event.start, zone)} – ${clockTimeWithSeconds(event.end, zone)}`,
        ],
        ['Length', length(lengthOf(event))],
        ['Heart rate', `${heartRate(event.hr_mean)} ± ${heartRate(event.hr_std)} bpm`],
        ['Lowest – highest', `${heartRate(event.hr_min)} – ${heartRate(event.hr_max)} bpm`],
        ['Resting baseline', event.baseline_hr === null ? null : `${heartRate(event.baseline_hr)} bpm`],
        ['Reference rate', event.reference_hr === null ? null : `${heartRate(event.reference_hr)} bpm`],
        ['Readings', count(event.readings)],
        ['With a heart rate', event.hr_readings === event.readings ? null : count(event.hr_readings)],
        ['Distance', event.distance_m === null ? null : distance(event.distance_m)],
        ['Radius', event.radius_m === null ? null : distance(event.radius_m)],
        ['Fetch cycles', event.fetch_cycles === null ? null : count(event.fetch_cycles)],
        ['Reviews', votes(event)],
        ['Owners say', event.corrected_behavior],
        ['Ruleset', event.ruleset],
    ];
    return /** @type {[string, string][]} */ (rows.filter(row => row[1] !== null));
}

/** @param {Event} event */
function votes(event) {
    const { feedback_positive: positive, feedback_negative: negative } = event;
    return positive + negative === 0 ? 'None yet' : `${positive} for, ${negative} against`;
}
