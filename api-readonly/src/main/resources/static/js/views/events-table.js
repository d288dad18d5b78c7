import { behaviorOf } from '../behaviors.js';
import { chip, fill, h } from '../dom.js';
import { lengthOf, reviewOf } from '../event-words.js';
import { clockTimeWithSeconds, confidence, distance, heartRate, length, plural } from '../format.js';

const HEADS = ['Start, UTC', 'Behavior', 'Length', 'Heart rate, bpm', 'Range', 'Distance', 'Confidence', 'Review'];
/** The heads of columns of figures, which stand on the right. */
const FIGURES = new Set(HEADS.slice(3, 7));

/**
 * The day's events as a table: the timeline for those who rather read.
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
    /** @type {import('../event-words.js').Event[] | null} */
    let drawn = null;

    return {
        element,

        /** @param {import('../event-words.js').Event[]} events @param {string} title */
        update(events, title) {
            if (events === drawn) {
                return;
            }
            drawn = events;
            summary.textContent = `Events as a table (${plural(events.length, 'event')})`;
            caption.textContent = title;
            fill(body, ...events.map(event => row(event, choose)));
        },
    };
}

/**
 * @param {import('../event-words.js').Event} event
 * @param {(event: import('../event-words.js').Event) => void} choose
 */
function row(event, choose) {
    const start = clockTimeWithSeconds(event.start);
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
        h('td.number', {}, `${heartRate(event.hr_mean)} ± ${heartRate(event.hr_std)}`),
        h('td.number', {}, `${heartRate(event.hr_min)} – ${heartRate(event.hr_max)}`),
        h('td.number', {}, distance(event.distance_m)),
        h('td.number', {}, confidence(event.confidence)),
        h('td.whole', {}, reviewWords(event)),
    );
}

/** @param {import('../event-words.js').Event} event */
function reviewWords(event) {
    const said = event.review === 'unreviewed' ? '–' : reviewOf(event).label;
    return event.corrected_behavior === null ? said : `${said}: ${event.corrected_behavior}`;
}
