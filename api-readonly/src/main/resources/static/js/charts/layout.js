import { BEHAVIORS, behaviorOf } from '../behaviors.js';
import { DAY_MILLISECONDS } from '../days.js';
import { clockTime } from '../format.js';

/** Positions and sizes of the parts of a chart. Pure functions, so that tests need no browser. */

/** Charts narrower than this have their labels above the lanes instead of beside them. Pixels. */
export const COMPACT_BELOW = 620;

/** Minimum width of an event, in pixels. */
const LEAST_WIDTH = 3;

/** A quarter of an hour, in milliseconds. In every time zone, hours start at a quarter of a UTC hour. */
const QUARTER = 900_000;

/** Maximum distance from an event at which a pointer selects it, in pixels. */
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
 * @param {number} [least] minimum width, pixels
 * @returns {Bar[]}
 */
export function bars(events, day, plot, least = LEAST_WIDTH) {
    return events.map(event => {
        const start = xOf(event.start, day, plot);
        const width = Math.max(least, xOf(event.end, day, plot) - start);
        // Keeps an event at the end of the day inside the plot.
        return { event, x: Math.min(start, plot.right - width), width };
    });
}

/**
 * Returns the event that a pointer selects: the one below it, otherwise the nearest within reach. In a behavior's lane,
 * its events have priority, since short ones are hard to hit.
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
 * Returns the height of an event's bar. It grows with the confidence; at 0 the bar is still visible.
 *
 * @param {number} confidence 0 to 1 @param {number} full pixels
 */
export function heightOf(confidence, full) {
    return full * (0.3 + 0.7 * Math.min(1, Math.max(0, confidence)));
}

/**
 * Returns the range of the heart rate axis: all measured rates, rounded outward to multiples of 20.
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

/** Returns the number of hours between two labels. @param {Bounds} day @param {number} width pixels of the plot */
export function hourStep(day, width) {
    // The width of 24 hours: in a day of 25 hours, each has less room.
    const wide = (width * DAY_MILLISECONDS) / (day.end - day.start);
    return wide >= 640 ? 2 : wide >= 420 ? 3 : 6;
}

const MOST_KNOWN = 100;

/** @type {Map<string, { time: number, label: string }[]>} cached, since formatting times is slow */
const known = new Map();

/**
 * Returns the hours of a day in its zone, also across clock changes, and the end of the day.
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
        // When clocks go back, an hour occurs twice; it gets one label.
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
 * Stacks the parts, each from the end of the previous one.
 *
 * @template {{ minutes: number }} T
 * @param {T[]} parts
 * @returns {(T & { from: number, to: number })[]} without empty parts
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
 * Returns the event that a key moves the focus to.
 *
 * @param {Event[]} events in time order
 * @param {string | null} id of the event the focus is on
 * @param {string} key as keyboard events name it
 * @returns {Event | null} null if the key doesn't move the focus
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
