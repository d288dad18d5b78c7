import { api } from '../api.js';
import { calendar, stateOf, STATES } from '../charts/calendar.js';
import { longDay } from '../days.js';
import { fill, h } from '../dom.js';
import { count, dateTime, length, plural } from '../format.js';

/**
 * @param {import('../answers.js').Read} read
 * @param {{ date: string | null }} place
 */
export async function loadStatus(read, { date }) {
    const status = await read(api.status());
    const day = date ?? status.newest_day;
    const rejects = day === null ? null : await read(api.rejects(day));
    return { status, day, rejects };
}

/** @param {{ go: (change: object, options?: object) => void }} page */
export function createStatusView({ go }) {
    const about = h('p.faint');
    const months = h('div.months', { 'data-testid': 'calendar' });
    const day = h('div', { 'data-testid': 'status-day' });
    const rejects = h('div', { 'data-testid': 'rejects' });
    const runs = h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Table of runs', 'data-testid': 'runs' });
    const rejectsTitle = h('h2', { id: 'rejects-title' });
    const element = h(
        'div.view.status-view',
        {},
        h('header.view-head', {}, h('h1', { id: 'view-title', tabindex: -1 }, 'Status'), about),
        h(
            'div.status-columns',
            {},
            h(
                'section.card',
                { 'aria-labelledby': 'calendar-title' },
                h('h2', { id: 'calendar-title' }, 'Days by state'),
                legend(),
                months,
            ),
            h('section.card', { 'aria-labelledby': 'rejects-title' }, rejectsTitle, day, rejects),
        ),
        h('section.card', { 'aria-labelledby': 'runs-title' }, h('h2', { id: 'runs-title' }, 'Runs'), runs),
    );
    let drawn = /** @type {any} */ (null);

    return {
        element,
        title: () => 'Status',
        resized: () => {},

        /** @param {any} _ @param {any} data */
        update(_, data) {
            if (drawn !== null && drawn.status === data.status && drawn.rejects === data.rejects) {
                return;
            }
            drawn = data;
            const { status } = data;
            const chosen = status.days.find((/** @type {any} */ each) => each.day === data.day);
            const newest = status.newest_day === null ? '' : `, newest ${status.newest_day}`;
            about.textContent = `${plural(status.days.length, 'day')}, UTC${newest}`;
            fill(months, ...calendar(status.days, data.day, date => go({ date })));
            rejectsTitle.textContent = data.day === null ? 'No day yet' : longDay(data.day);
            fill(day, chosen === undefined ? h('p.faint', {}, 'There is no data about this day.') : factsOfDay(chosen));
            fill(rejects, data.rejects === null ? null : rejectsOf(data.rejects));
            fill(runs, status.runs.length === 0 ? h('p.faint', {}, 'No runs yet.') : runsTable(status.runs));
        },
    };
}

function legend() {
    return h(
        'ul.legend',
        {},
        ...STATES.map(state =>
            h(
                'li',
                {},
                h(`span.state-chip.state-${state.name}`, { 'aria-hidden': 'true' }, state.sign),
                h('span', { title: state.words }, state.name),
            ),
        ),
    );
}

/** @param {any} day */
function factsOfDay(day) {
    const state = stateOf(day);
    const rows = [
        ['Why', day.why ?? ''],
        ['Files', count(day.files)],
        ['Readings', count(day.readings)],
        ['Rejects', count(day.rejects)],
        ['Run', day.run === null ? '' : String(day.run)],
        ['Published, UTC', day.published_at === null ? '' : dateTime(day.published_at)],
    ].filter(row => row[1] !== '');
    return h(
        'div',
        {},
        h(
            'p',
            {},
            h(`span.state-chip.state-${state.name}`, { 'aria-hidden': 'true' }, state.sign),
            ` ${state.name}: ${state.words || 'unknown here'}`,
        ),
        h('dl.evidence-list', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    );
}

/** @param {any} body */
function rejectsOf(body) {
    if (body.rejects.length === 0) {
        return h('p.faint', {}, 'No rejects.');
    }
    return h(
        'div.scroll',
        { tabindex: 0, role: 'region', 'aria-label': 'Table of rejects' },
        h(
            'table',
            {},
            h('caption', {}, 'Rejects by reason and file'),
            h(
                'thead',
                {},
                h(
                    'tr',
                    {},
                    ...['Reason', 'File'].map(head => h('th', { scope: 'col' }, head)),
                    h('th.number', { scope: 'col' }, 'Lines'),
                ),
            ),
            ...body.rejects.map((/** @type {any} */ reject) =>
                h(
                    'tbody',
                    {},
                    h(
                        'tr.sum',
                        {},
                        h('th', { scope: 'rowgroup' }, h('code', {}, reject.reason)),
                        h('td', {}, plural(reject.files.length, 'file')),
                        h('td.number', {}, count(reject.count)),
                    ),
                    ...reject.files.map((/** @type {any} */ file) =>
                        h(
                            'tr',
                            {},
                            h('td'),
                            h('td', {}, h('code', {}, file.file)),
                            h('td.number', {}, count(file.count)),
                        ),
                    ),
                ),
            ),
        ),
    );
}

/** @param {any[]} runs */
function runsTable(runs) {
    const heads = ['Run', 'State', 'Started, UTC', 'Took', 'Command', 'Message'];
    return h(
        'table',
        {},
        h('caption.unseen', {}, 'Runs, newest first'),
        h('thead', {}, h('tr', {}, ...heads.map(head => h('th', { scope: 'col' }, head)))),
        h(
            'tbody',
            {},
            ...runs.map(run =>
                h(
                    'tr',
                    {},
                    h('th', { scope: 'row' }, String(run.run)),
                    h('td', {}, h(`span.run-state.run-${run.state}`, {}, run.state)),
                    h('td.whole', {}, dateTime(run.started_at)),
                    h('td.whole', {}, run.ended_at === null ? '–' : took(run)),
                    h('td', {}, h('code', {}, run.command)),
                    h('td', {}, run.message ?? ''),
                ),
            ),
        ),
    );
}

/** @param {any} run */
function took(run) {
    const milliseconds = Date.parse(run.ended_at) - Date.parse(run.started_at);
    return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : length(milliseconds);
}
