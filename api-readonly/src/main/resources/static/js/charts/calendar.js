import { longDay, monthName, weekday, weeksOf } from '../days.js';
import { h, unseen } from '../dom.js';

/**
 * How a day's state is shown: a color, a sign and words.
 *
 * @type {readonly { name: string, sign: string, words: string }[]}
 */
export const STATES = [
    { name: 'fresh', sign: '✓', words: 'published and up to date' },
    { name: 'incomplete', sign: '◐', words: 'published, but files of the delivery are unusable or ignored' },
    { name: 'stale', sign: '~', words: 'published, but its inputs or the rules have changed since' },
    { name: 'pinned', sign: '▪', words: 'rolled back until it is rerun' },
    { name: 'running', sign: '▸', words: 'being ingested now' },
    { name: 'missing', sign: '–', words: 'not ingested yet, or nothing delivered' },
    { name: 'failed', sign: '✕', words: 'its last run failed' },
];

/**
 * @param {{ state: string }} day
 * @returns {{ name: string, sign: string, words: string }}
 */
export function stateOf(day) {
    return STATES.find(each => each.name === day.state) ?? { name: day.state, sign: '?', words: '' };
}

/**
 * Draws the days as a calendar, one table per month. Months without days are left out.
 *
 * @param {{ day: string, state: string, rejects: number }[]} days ascending
 * @param {string | null} chosen
 * @param {(day: string) => void} choose
 * @returns {HTMLElement[]} newest month first
 */
export function calendar(days, chosen, choose) {
    const byDay = new Map(days.map(each => [each.day, each]));
    const months = [...new Set(days.map(each => each.day.slice(0, 7)))].sort().reverse();
    return months.map(month => {
        const weeks = weeksOf(month);
        const names = weeks.find(week => week.every(day => day !== null)) ?? [];
        return h(
            'table.month',
            {},
            h('caption', {}, monthName(month)),
            h('thead', {}, h('tr', {}, ...names.map(day => weekdayHead(/** @type {string} */ (day))))),
            h(
                'tbody',
                {},
                ...weeks.map(week =>
                    h(
                        'tr',
                        {},
                        ...week.map(day => h('td', {}, day === null ? '' : place(day, byDay.get(day), chosen, choose))),
                    ),
                ),
            ),
        );
    });
}

/** @param {string} day */
function weekdayHead(day) {
    const name = weekday(day);
    return h('th', { scope: 'col' }, h('abbr', { title: name }, name.slice(0, 2)));
}

/**
 * @param {string} day
 * @param {{ state: string, rejects: number } | undefined} known
 * @param {string | null} chosen
 * @param {(day: string) => void} choose
 */
function place(day, known, chosen, choose) {
    const number = String(Number(day.slice(8)));
    if (known === undefined) {
        return h('span.no-day', {}, number, unseen(', nothing delivered'));
    }
    const state = stateOf(known);
    return h(
        `button.calendar-day.state-${state.name}`,
        {
            type: 'button',
            'data-key': `day-${day}`,
            'data-day': day,
            'data-state': state.name,
            'aria-pressed': String(day === chosen),
            'aria-label': `${longDay(day)}: ${state.name}`,
            title: `${day}: ${state.name}, ${state.words}`,
            onclick: () => choose(day),
        },
        h('span', {}, number),
        h('span.sign', { 'aria-hidden': 'true' }, state.sign),
    );
}
