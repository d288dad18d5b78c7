import { flagWords } from '../behaviors.js';
import { shortDay } from '../days.js';
import { h } from '../dom.js';
import { clockTime, count, distance, heartRate, length } from '../format.js';

/**
 * Lists the main figures of a day. The observed time is of the local day. The other figures exist only per UTC day.
 * They are listed for each UTC day that the local day overlaps, labeled with that day if there are several.
 *
 * @param {Record<string, any>} day as the API gives it
 * @returns {HTMLElement}
 */
export function factsOf(day) {
    const summaries = day.utc_summaries;
    const alone = day.parts.length === 1 ? summaries[0] : undefined;
    const observed = length(day.minutes.observed_minutes * 60_000);
    const of = (/** @type {any} */ summary) => (alone === undefined ? `${shortDay(summary.day)} UTC` : '');
    const each = (/** @type {(summary: any) => [string, string]} */ values) =>
        summaries.map((/** @type {any} */ summary) => [...values(summary), of(summary)]);
    const rows = [
        ['Resting heart rate', each(summary => [heartRate(summary.resting_hr), 'bpm'])],
        [
            'Heart rate',
            each(summary => [
                `${heartRate(summary.hr_min)} – ${heartRate(summary.hr_max)}`,
                `bpm, mean ${heartRate(summary.hr_mean)}`,
            ]),
        ],
        ['Distance', each(summary => [distance(summary.distance_m), ''])],
        [
            'Observed',
            [
                [
                    observed,
                    alone === undefined
                        ? 'on this day'
                        : `${clockTime(alone.first_reading)} – ${clockTime(alone.last_reading)}`,
                    '',
                ],
            ],
        ],
        ['Readings', each(summary => [count(summary.readings), `in ${count(summary.events)} events`])],
    ];
    return h(
        'dl.facts',
        { 'data-testid': 'facts' },
        ...rows.map(([name, values]) =>
            h(
                'div',
                {},
                h('dt', {}, name),
                ...values.map((/** @type {[string, string, string]} */ [value, unit, utcDay]) =>
                    h(
                        'dd',
                        {},
                        h('strong', {}, value),
                        unit === '' ? null : h('span.faint', {}, utcDay === '' ? ` ${unit}` : ` ${unit}, `),
                        utcDay === '' ? null : h('span.faint.utc-day', {}, utcDay),
                    ),
                ),
            ),
        ),
    );
}

/**
 * Makes a note for each flag of a day's UTC days.
 *
 * @param {Record<string, any>} day as the API gives it
 * @returns {HTMLElement[]}
 */
export function flagNotes(day) {
    return day.utc_summaries.flatMap((/** @type {any} */ summary) =>
        summary.flags.map((/** @type {string} */ flag) => {
            const { title, words } = flagWords(flag);
            return h(
                'p.flag',
                { 'data-flag': flag },
                h('span.flag-sign', { 'aria-hidden': 'true' }, '⚑'),
                h(
                    'span',
                    {},
                    h('strong', {}, title),
                    day.parts.length === 1 ? null : ` (${shortDay(summary.day)} UTC).`,
                    words === '' ? null : ` ${words}`,
                ),
            );
        }),
    );
}
