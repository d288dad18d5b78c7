import { api } from '../api.js';
import { isFiltering } from '../address.js';
import { createTimeline } from '../charts/timeline.js';
import { ProblemError } from '../client/errors.js';
import { DAY_MILLISECONDS, longDay, shortDay, weekday } from '../days.js';
import { fill, h } from '../dom.js';
import { clockSpan, dateTime, length } from '../format.js';
import { boundsOf, itemsOf } from '../local-day.js';
import { readTogether } from '../publication.js';
import { createEvidence } from './evidence.js';
import { createEventsTable } from './events-table.js';
import { factsOf, flagNotes } from './facts.js';
import { createFilters } from './filters.js';

/**
 * @typedef {object} DayData
 * @property {Record<string, any> | null} day of the timeline, as the API gives it; null if no part of it is published
 * @property {{ before: string | null, after: string | null }} nearest days to show instead
 * @property {Record<string, any> | null} summary of the day, as the API gives it; null for a day without readings
 * @property {import('../local-day.js').Item[]} items the items to draw
 */

/**
 * Reads a collar's day.
 *
 * @param {import('../answers.js').Read} read
 * @param {{ collar: string, date: string, zone: string, filter: import('../address.js').Filter }} place
 * @returns {Promise<DayData>}
 */
export async function loadDay(read, { collar, date, zone, filter }) {
    try {
        const { timeline, summaries } = await readTogether(
            read,
            api.timeline(collar, date, zone, filter),
            api.summaries(collar, date, date, zone),
        );
        const day = timeline.days[0] ?? null;
        const summary = summaries.days[0];
        return {
            day,
            nearest: NONE_NEAR,
            summary: summary === undefined || summary.minutes === null ? null : summary,
            items: day === null ? [] : itemsOf(day),
        };
    } catch (error) {
        if (error instanceof ProblemError && error.slug === 'day-not-published') {
            return { day: null, nearest: error.problem.nearest ?? NONE_NEAR, summary: null, items: [] };
        }
        throw error;
    }
}

const NONE_NEAR = { before: null, after: null };

/** @param {{ go: (change: object, options?: object) => void }} page */
export function createDayView({ go }) {
    const title = h('h1', { id: 'view-title', tabindex: -1 });
    const published = h('p.faint', { 'data-testid': 'published' });
    const flags = h('div.flags', { 'data-testid': 'flags' });
    const facts = h('div');
    const chart = h('div.chart', { 'data-testid': 'chart' });
    const note = h('div.note', { 'data-testid': 'day-note' });
    const parts = h('p.faint.parts', { 'data-testid': 'parts' });
    const reading = h(
        'p.faint.reading',
        {},
        'The taller an event, the higher its confidence. Heart rate: the line is the mean, the bar is the range, ',
        'the dots are the resting baseline.',
    );
    const hint = h(
        'p.faint.hint',
        {},
        'Keys: ← → all events, ↑ ↓ same behavior, Home first, End last, Enter pin, Escape unpin.',
    );
    const evidence = createEvidence({ close: letGo });
    const filters = createFilters({ change: filter => go({ filter }, { replace: true }) });
    const table = createEventsTable({ choose: event => pin(event, true) });
    const timeline = createTimeline(chart, {
        pointed: event => set({ hovered: event?.event_id ?? null }),
        focused: event =>
            set(
                state.pinned === null
                    ? { current: event.event_id }
                    : { current: event.event_id, pinned: event.event_id },
            ),
        chosen: event => pin(event, false),
        left: letGo,
    });
    const card = h(
        'section.card.timeline-card',
        { 'aria-labelledby': 'timeline-title' },
        h('h2', { id: 'timeline-title' }, 'Timeline'),
        note,
        parts,
        chart,
        reading,
        hint,
    );
    const element = h(
        'div.view.day-view',
        {},
        h('header.view-head', {}, title, published),
        flags,
        facts,
        h(
            'div.day-columns',
            {},
            h('div.day-main', {}, card, filters.element, table.element),
            h('div.day-side', {}, evidence.element),
        ),
    );

    /** The selection, by event id, so that it survives new data. */
    let state = {
        current: /** @type {string | null} */ (null),
        pinned: /** @type {string | null} */ (null),
        hovered: /** @type {string | null} */ (null),
    };
    /** @type {{ place: any, data: DayData } | null} */
    let scene = null;

    /** @param {Partial<typeof state>} part */
    function set(part) {
        const before = state;
        state = { ...state, ...part };
        if (state.current !== before.current || state.pinned !== before.pinned || state.hovered !== before.hovered) {
            draw();
        }
    }

    /** @param {import('../event-words.js').Event} event @param {boolean} fromTable */
    function pin(event, fromTable) {
        const again = state.pinned === event.event_id && !fromTable;
        set({ current: event.event_id, pinned: again ? null : event.event_id });
        if (fromTable) {
            timeline.focusOn(event);
            card.scrollIntoView({ block: 'nearest' });
        }
    }

    function letGo() {
        set({ current: null, pinned: null, hovered: null });
    }

    function draw() {
        if (scene === null || scene.data.day === null) {
            return;
        }
        const { place, data } = scene;
        const events = data.items;
        const day = boundsOf(scene.data.day, place.zone);
        const has = (/** @type {string | null} */ id) =>
            events.some((/** @type {any} */ each) => each.event_id === id) ? id : null;
        const pinned = has(state.pinned);
        const shown = pinned ?? has(state.hovered) ?? has(state.current);
        timeline.draw({
            label: `Events of ${place.collar} on ${longDay(place.date)}, ${place.zone}`,
            day,
            events,
            shown,
            pinned,
        });
        evidence.show(events.find((/** @type {any} */ each) => each.event_id === shown) ?? null, pinned !== null, day);
        filters.update(place.filter, data.summary?.minutes ?? null);
        table.update(events, `Events of ${place.collar} on ${place.date}, ${place.zone}`, place.zone);
    }

    return {
        element,
        title: (/** @type {any} */ place) => `${place.collar}, ${shortDay(place.date)} ${place.date.slice(0, 4)}`,
        resized: draw,

        /** @param {any} place @param {DayData} data */
        update(place, data) {
            const moved =
                scene === null ||
                scene.place.collar !== place.collar ||
                scene.place.date !== place.date ||
                scene.place.zone !== place.zone;
            if (moved) {
                state = { current: null, pinned: null, hovered: null };
            }
            scene = { place, data };
            const { day, summary, items: events } = data;
            title.textContent = `${weekday(place.date)}, ${longDay(place.date)}`;
            published.textContent =
                day === null
                    ? `${place.collar}, ${place.zone}`
                    : `${place.collar}, ${place.zone}, published ${when(day, place)} by run ${day.run}`;
            parts.textContent = day === null ? '' : partWords(boundsOf(day, place.zone));
            fill(flags, ...(summary === null ? [] : flagNotes(summary)));
            fill(facts, summary === null ? null : factsOf(summary));
            const missing = day === null ? unpublished(place, data.nearest, go) : emptyNote(place, summary, events);
            fill(note, missing);
            parts.hidden = parts.textContent === '';
            chart.hidden = reading.hidden = hint.hidden = missing !== null;
            table.element.hidden = events.length === 0;
            evidence.element.hidden = events.length === 0;
            filters.element.hidden = summary === null;
            element.classList.toggle('without-side', summary === null);
            draw();
        },
    };
}

/** @param {Record<string, any>} day @param {any} place */
function when(day, place) {
    return dateTime(day.published_at, place.zone);
}

/**
 * Explains what is unusual about a day: a clock change, or parts that aren't published yet.
 *
 * @param {import('../local-day.js').Bounds} day
 */
function partWords(day) {
    const words = [];
    if (day.end - day.start !== DAY_MILLISECONDS) {
        words.push(`The clocks changed: this day has ${length(day.end - day.start)}.`);
    }
    for (const { start, end } of day.unpublished) {
        words.push(`${clockSpan(start, end, day)} is not published yet.`);
    }
    return words.join(' ');
}

/** @param {any} place @param {DayData['nearest']} nearest @param {(change: object) => void} go */
function unpublished(place, { before, after }, go) {
    const offers = [before, after].filter(day => day !== null);
    return h(
        'div.empty',
        { 'data-testid': 'unpublished' },
        h(
            'p',
            {},
            h('strong', {}, `${longDay(place.date)} is not published.`),
            ' No run has published a timeline of that day yet.',
        ),
        offers.length === 0
            ? h('p', {}, 'No other day is published either.')
            : h(
                  'p.offers',
                  {},
                  'Nearest days: ',
                  ...offers.map(day =>
                      h(
                          'button',
                          { type: 'button', 'data-day': day, onclick: () => go({ date: day }) },
                          longDay(/** @type {string} */ (day)),
                      ),
                  ),
              ),
    );
}

/** @param {any} place @param {Record<string, any> | null} summary @param {any[]} events */
function emptyNote(place, summary, events) {
    if (events.length > 0) {
        return null;
    }
    if (summary !== null && isFiltering(place.filter)) {
        return h(
            'div.empty',
            { 'data-testid': 'nothing-passes' },
            h(
                'p',
                {},
                h('strong', {}, 'No event passes the filter.'),
                ' Choose “Show all” to see the whole day.',
            ),
        );
    }
    return h(
        'div.empty',
        { 'data-testid': 'no-readings' },
        h(
            'p',
            {},
            h('strong', {}, `No readings of ${place.collar} on this day.`),
            ' The day is published; the collar sent nothing.',
        ),
    );
}
