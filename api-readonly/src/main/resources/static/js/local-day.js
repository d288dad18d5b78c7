import { DAY_MILLISECONDS, startOf } from './days.js';
import { dayAt } from './zones.js';

/**
 * Days of a time zone, as the API composes them of UTC days.
 *
 * @typedef {object} Bounds
 * @property {number} start milliseconds since 1970
 * @property {number} end
 * @property {import('./zones.js').Zone} zone
 * @property {{ start: number, end: number }[]} unpublished parts that no run has published yet
 *
 * @typedef {Record<string, any>} Item an item that is drawn as one event: the event from the API, but with `start` and
 *     `end` limited to the day. `starts_before` and `ends_after` are true if the start or the end was limited. `events`
 *     holds the event, or its parts if it was split at UTC midnight
 */

const NOON = DAY_MILLISECONDS / 2;

/** Returns the days of a zone that overlap published UTC days. @param {string[]} days ascending @param {string} zone */
export function localDays(days, zone) {
    const all = days.flatMap(day => [
        dayAt(startOf(day), zone),
        dayAt(startOf(day) + NOON, zone),
        dayAt(startOf(day) + DAY_MILLISECONDS - 1, zone),
    ]);
    return [...new Set(all)].sort();
}

/**
 * Returns the newest day with more than a few published hours: the local day at noon of the newest UTC day.
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
 * Returns the items to draw. An item of several events looks like the longest one and has the first review of an owner.
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

/** Returns the longest published part of the day. @param {Record<string, any>} day */
export function mainPart(day) {
    return day.parts
        .filter((/** @type {any} */ part) => part.published_at !== null)
        .reduce((/** @type {any} */ one, /** @type {any} */ other) => (lengthOf(other) > lengthOf(one) ? other : one));
}
