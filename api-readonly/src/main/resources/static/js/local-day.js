import { DAY_MILLISECONDS, startOf } from './days.js';
import { dayAt } from './zones.js';

/**
 * Days of a zone, as the API puts them together from UTC days.
 *
 * @typedef {object} Bounds
 * @property {number} start milliseconds since 1970
 * @property {number} end
 * @property {import('./zones.js').Zone} zone
 * @property {{ start: number, end: number }[]} unpublished parts that no run published yet
 *
 * @typedef {Record<string, any>} Item what is drawn as one event: the members of an event as the API gives it, but
 *     `start` and `end` cut to the day; `starts_before` and `ends_after`, whether it was; and `events`, the event itself,
 *     or those that UTC midnight cut
 */

const NOON = DAY_MILLISECONDS / 2;

/** The days of a zone that published UTC days reach into. @param {string[]} days ascending @param {string} zone */
export function localDays(days, zone) {
    const all = days.flatMap(day => [
        dayAt(startOf(day), zone),
        dayAt(startOf(day) + NOON, zone),
        dayAt(startOf(day) + DAY_MILLISECONDS - 1, zone),
    ]);
    return [...new Set(all)].sort();
}

/**
 * The newest day that has more than a few published hours: the one at noon of the newest UTC day.
 *
 * @param {string[]} days published UTC days, ascending
 * @param {string} zone
 * @returns {string | null}
 */
export function newestLocalDay(days, zone) {
    return days.length === 0 ? null : dayAt(startOf(days[days.length - 1]) + NOON, zone);
}

/** @param {Record<string, any>} day as the API gives it @param {string} zone @returns {Bounds} */
export function boundsOf(day, zone) {
    return {
        start: Date.parse(day.start),
        end: Date.parse(day.end),
        zone,
        unpublished: day.parts
            .filter((/** @type {any} */ part) => part.published_at === null)
            .map((/** @type {any} */ part) => ({ start: Date.parse(part.start), end: Date.parse(part.end) })),
    };
}

/**
 * What to draw of a day. Of several events, the longest lends its looks, and the first that owners spoke of its review.
 *
 * @param {Record<string, any>} day as the API gives it
 * @returns {Item[]} by start
 */
export function itemsOf(day) {
    const byId = new Map(day.events.map((/** @type {any} */ event) => [event.event_id, event]));
    return day.spans.map((/** @type {any} */ span) => {
        const events = span.event_ids.map((/** @type {string} */ id) => byId.get(id));
        const longest = events.reduce((/** @type {any} */ one, /** @type {any} */ other) =>
            lengthOf(other) > lengthOf(one) ? other : one,
        );
        const reviewed = events.find((/** @type {any} */ event) => event.review !== 'unreviewed') ?? longest;
        const { start, end, starts_before, ends_after } = span;
        return { ...longest, review: reviewed.review, start, end, starts_before, ends_after, events };
    });
}

/** @param {Record<string, any>} event */
function lengthOf(event) {
    return Date.parse(event.end) - Date.parse(event.start);
}

/** The part of the day that is longest, of those that are published. @param {Record<string, any>} day */
export function mainPart(day) {
    return day.parts
        .filter((/** @type {any} */ part) => part.published_at !== null)
        .reduce((/** @type {any} */ one, /** @type {any} */ other) => (lengthOf(other) > lengthOf(one) ? other : one));
}
