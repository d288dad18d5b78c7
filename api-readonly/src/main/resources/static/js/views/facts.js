import { flagWords } from '../behaviors.js';
import { h } from '../dom.js';
import { clockTime, count, distance, heartRate, length } from '../format.js';

/** What a day's summary says, in short. @param {Record<string, any>} summary @returns {HTMLElement} */
export function factsOf(summary) {
    const rows = [
        ['Resting heart rate', heartRate(summary.resting_hr), 'bpm'],
        [
            'Heart rate',
            `${heartRate(summary.hr_min)} – ${heartRate(summary.hr_max)}`,
            `bpm, mean ${heartRate(summary.hr_mean)}`,
        ],
        ['Distance', distance(summary.distance_m), ''],
        [
            'Observed',
            length(summary.observed_minutes * 60_000),
            `${clockTime(summary.first_reading)} – ${clockTime(summary.last_reading)}`,
        ],
        ['Readings', count(summary.readings), `in ${count(summary.events)} events`],
    ];
    return h(
        'dl.facts',
        { 'data-testid': 'facts' },
        ...rows.map(([name, value, unit]) =>
            h(
                'div',
                {},
                h('dt', {}, name),
                h('dd', {}, h('strong', {}, value), unit === '' ? null : h('span.faint', {}, ` ${unit}`)),
            ),
        ),
    );
}

/** @param {string[]} flags @returns {HTMLElement[]} a note each */
export function flagNotes(flags) {
    return flags.map(flag => {
        const { title, words } = flagWords(flag);
        return h(
            'p.flag',
            { 'data-flag': flag },
            h('span.flag-sign', { 'aria-hidden': 'true' }, '⚑'),
            h('span', {}, h('strong', {}, title), words === '' ? null : ` ${words}`),
        );
    });
}
