import { BEHAVIORS, behaviorOf } from '../behaviors.js';
import { DAY_MILLISECONDS } from '../days.js';
import { clockTime } from '../format.js';

/** Where things are drawn: plain figures, so that tests can check them without a browser. */

/** Narrower charts have their labels above the lanes instead of beside them. Pixels. */
export const COMPACT_BELOW = 620;

/** Pixels that even the shortest event is wide. */
const LEAST_WIDTH = 3;

/** All zones' hours begin at a quarter of an hour of UTC. Milliseconds. */
const QUARTER = 900_000;

/** Pixels beside an event in which a pointer still means it. */
const REACH = 8;

/**
 * @typedef {Record<string, any>} Event as the API gives it, or an item that is drawn as one
 *
 * @typedef {import('../local-day.js').Bounds} Bounds
 *
 * @typedef {object} Plot
 * @property {number} left
 * @property {number} right
 *
 * @typedef {{ event: Event, x: number, width: number }} Bar
 */

/** @param {string | number} time ISO 8601, or milliseconds since 1970 @param {Bounds} day @param {Plot} plot */
export function xOf(time, day, { left, right }) {
    const share = (new Date(time).getTime() - day.start) / (day.end - day.start);
    return left + (right - left) * Math.min(1, Math.max(0, share));
}

/**
 * @param {Event[]} events @param {Bounds} day @param {Plot} plot
 * @param {number} [least] pixels of the shortest
 * @returns {Bar[]}
 */
export function bars(events, day, plot, least = LEAST_WIDTH) {
    return events.map(event => {
        const start = xOf(event.start, day, plot);
        const width = Math.max(least, xOf(event.end, day, plot) - start);
        // What is at the very end of the day stays inside the plot.
        return { event, x: Math.min(start, plot.right - width), width };
    });
}

/**
 * The event that a pointer means: the one below it, else the nearest within reach. In a behavior's lane its own events
 * come first, since the short ones are hard to hit.
 *
 * @param {Bar[]} all @param {number} x
 * @param {string | null} lane name of the behavior whose lane the pointer is in
 * @returns {Event | null}
 */
export function eventAt(all, x, lane = null) {
    const away = (/** @type {Bar} */ bar) => Math.max(bar.x - x, x - bar.x - bar.width, 0);
    const nearest = (/** @type {Bar[]} */ some) =>
        some.reduce(
            (best, bar) => (best === null || away(bar) < away(best) ? bar : best),
            /** @type {Bar | null} */ (null),
        );
    const own = nearest(all.filter(bar => bar.event.behavior === lane));
    if (own !== null && away(own) <= REACH) {
        return own.event;
    }
    const any = nearest(all);
    return any !== null && away(any) <= REACH ? any.event : null;
}

/**
 * @param {Event[]} events
 * @returns {import('../behaviors.js').Behavior[]} those that occur, from still to lively
 */
export function lanesOf(events) {
    const names = new Set(events.map(event => behaviorOf(event.behavior).slug));
    return BEHAVIORS.filter(behavior => names.has(behavior.slug));
}

/**
 * Surer events are taller; one without any confidence can still be seen.
 *
 * @param {number} confidence 0 to 1 @param {number} full pixels
 */
export function heightOf(confidence, full) {
    return full * (0.3 + 0.7 * Math.min(1, Math.max(0, confidence)));
}

/**
 * The heart rates that an axis spans: whole twenties around all that was measured.
 *
 * @param {Event[]} events
 * @returns {[number, number]}
 */
export function heartRateSpan(events) {
    const measured = events.filter(event => event.hr_min !== null);
    if (measured.length === 0) {
        return [40, 120];
    }
    const least = Math.min(...measured.map(event => event.hr_min));
    const most = Math.max(...measured.map(event => event.hr_max));
    const from = Math.floor(least / 20) * 20;
    return [from, Math.max(from + 40, Math.ceil(most / 20) * 20)];
}

/** Hours between two labels. @param {Bounds} day @param {number} width pixels of the plot */
export function hourStep(day, width) {
    // As wide as 24 of its hours: a day of 25 has less room for each.
    const wide = (width * DAY_MILLISECONDS) / (day.end - day.start);
    return wide >= 640 ? 2 : wide >= 420 ? 3 : 6;
}

const MOST_KNOWN = 100;

/** @type {Map<string, { time: number, label: string }[]>} as reading clocks is slow, and pointers move fast */
const known = new Map();

/**
 * The hours of a day by the zone's clocks, whatever these do on the way, and its end.
 *
 * @param {Bounds} day
 * @param {number} step hours
 * @returns {{ time: number, label: string }[]}
 */
export function hourTicks(day, step) {
    const key = `${day.zone} ${day.start} ${step}`;
    const before = known.get(key);
    if (before !== undefined) {
        return before;
    }
    const ticks = [];
    for (let time = day.start; time < day.end; time += QUARTER) {
        const label = clockTime(time, day.zone);
        const hour = label.endsWith(':00') && Number(label.slice(0, 2)) % step === 0;
        // Where clocks go back, an hour may come twice: it is named once.
        if (hour && label !== ticks[ticks.length - 1]?.label) {
            ticks.push({ time, label });
        }
    }
    ticks.push({ time: day.end, label: '24:00' });
    if (known.size > MOST_KNOWN) {
        known.clear();
    }
    known.set(key, ticks);
    return ticks;
}

/**
 * Parts laid end to end.
 *
 * @template {{ minutes: number }} T
 * @param {T[]} parts
 * @returns {(T & { from: number, to: number })[]} of those that are not empty
 */
export function stacked(parts) {
    let end = 0;
    return parts
        .filter(part => part.minutes > 0)
        .map(part => {
            const from = end;
            end += part.minutes;
            return { ...part, from, to: end };
        });
}

/**
 * The event to go to from one, by a key.
 *
 * @param {Event[]} events in time order
 * @param {string | null} id of the event the focus is on
 * @param {string} key as keyboard events name it
 * @returns {Event | null} null if the key means nothing here
 */
export function stepTo(events, id, key) {
    const index = events.findIndex(event => event.event_id === id);
    const last = events.length - 1;
    const alike = (/** @type {number} */ step) => {
        for (let at = index + step; index >= 0 && at >= 0 && at <= last; at += step) {
            if (events[at].behavior === events[index].behavior) {
                return events[at];
            }
        }
        return events[index] ?? null;
    };
    switch (key) {
        case 'ArrowRight':
            return events[Math.min(last, index + 1)] ?? null;
        case 'ArrowLeft':
            return events[Math.max(0, index - 1)] ?? null;
        case 'ArrowDown':
            return alike(1);
        case 'ArrowUp':
            return alike(-1);
        case 'Home':
            return events[0] ?? null;
        case 'End':
            return events[last] ?? null;
        default:
            return null;
    }
}
