import { behaviorOf } from '../behaviors.js';
import { chip, fill, h } from '../dom.js';
import { lengthOf, reviewOf } from '../event-words.js';
import { clockTimeWithSeconds, confidence, distance, heartRate, length, plural } from '../format.js';

const HEADS = ['Start', 'Behavior', 'Length', 'Heart rate, bpm', 'Range', 'Distance', 'Confidence', 'Review'];
/** Heads of the columns of numbers, which are aligned right. */
const FIGURES = new Set(HEADS.slice(3, 7));

/**
 * Creates the table of the day's events, an alternative to the timeline.
 *
 * @param {{ choose: (event: import('../event-words.js').Event) => void }} listeners
 */
export function createEventsTable({ choose }) {
    const summary = h('summary', {}, 'Events as a table');
    const caption = h('caption.unseen');
    const body = h('tbody');
    const element = h(
        'details.card.events-table',
        { 'data-testid': 'events-table' },
        summary,
        h(
            'div.scroll',
            { tabindex: 0, role: 'region', 'aria-label': 'Table of events' },
            h(
                'table',
                {},
                caption,
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        ...HEADS.map(head => h(FIGURES.has(head) ? 'th.number' : 'th', { scope: 'col' }, head)),
                    ),
                ),
                body,
            ),
        ),
    );
    /** @type {import('../local-day.js').Item[] | null} */
    let drawn = null;

    return {
        element,

        /** @param {import('../local-day.js').Item[]} events @param {string} title @param {string} zone */
        update(events, title, zone) {
            if (events === drawn) {
                return;
            }
            drawn = events;
            summary.textContent = `Events as a table (${plural(events.length, 'event')})`;
            caption.textContent = title;
            fill(body, ...events.map(event => row(event, zone, choose)));
        },
    };
}

/**
 * @param {import('../local-day.js').Item} event
 * @param {string} zone
 * @param {(event: import('../event-words.js').Event) => void} choose
 */
function row(event, zone, choose) {
    const start = clockTimeWithSeconds(event.start, zone);
    // Several events that are drawn as one item get a line each.
    const each = (/** @type {(event: import('../event-words.js').Event) => string} */ words) =>
        event.events.map((/** @type {any} */ part) => h('div', {}, words(part)));
    return h(
        'tr',
        {},
        h(
            'th',
            { scope: 'row' },
            h(
                'button.link',
                {
                    type: 'button',
                    'data-key': `row-${event.event_id}`,
                    'aria-label': `${start}: show the evidence for ${event.behavior}`,
                    onclick: () => choose(event),
                },
                start,
            ),
        ),
        h('td', {}, h('span.with-chip', {}, chip(behaviorOf(event.behavior)), event.behavior)),
        h('td.whole', {}, length(lengthOf(event))),
        h('td.number', {}, ...each(part => `${heartRate(part.hr_mean)} ± ${heartRate(part.hr_std)}`)),
        h('td.number', {}, ...each(part => `${heartRate(part.hr_min)} – ${heartRate(part.hr_max)}`)),
        h('td.number', {}, ...each(part => distance(part.distance_m))),
        h('td.number', {}, ...each(part => confidence(part.confidence))),
        h('td.whole', {}, ...each(reviewWords)),
    );
}

/** @param {import('../event-words.js').Event} event */
function reviewWords(event) {
    const said = event.review === 'unreviewed' ? '–' : reviewOf(event).label;
    return event.corrected_behavior === null ? said : `${said}: ${event.corrected_behavior}`;
}
