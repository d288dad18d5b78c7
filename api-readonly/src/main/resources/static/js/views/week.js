import { api } from '../api.js';
import { addressOf, NO_FILTER } from '../address.js';
import { boundsOf, itemsOf, mainPart } from '../local-day.js';
import { BEHAVIORS, flagWords, minutesOf } from '../behaviors.js';
import { bandOf } from '../charts/band.js';
import { minutesOfDays } from '../charts/minutes.js';
import { longDay, shortDay, weekday, weekUpTo } from '../days.js';
import { chip, fill, h, unseen } from '../dom.js';
import { briefMinutes, distance, heartRate } from '../format.js';
import { readTogether } from '../publication.js';

/**
 * @typedef {object} WeekDay
 * @property {string} day
 * @property {boolean} published
 * @property {Record<string, any> | null} timeline as the API gives it; null if no part of the day is published
 * @property {import('../local-day.js').Item[]} items
 * @property {Record<string, any> | null} summary as the API gives it
 * @property {Record<string, any> | null} minutes of the day by behavior; null without readings
 */

/**
 * Reads the seven days that end with the chosen one.
 *
 * @param {import('../answers.js').Read} read
 * @param {{ collar: string, date: string, zone: string }} place
 * @returns {Promise<{ days: WeekDay[] }>}
 */
export async function loadWeek(read, { collar, date, zone }) {
    const days = weekUpTo(date);
    const { timeline, summaries } = await readTogether(
        read,
        api.timelines(collar, days[0], date, zone),
        api.summaries(collar, days[0], date, zone),
    );
    const timelineOf = byDay(timeline.days);
    const summaryOf = byDay(summaries.days);
    return {
        days: days.map(day => {
            const ofDay = timelineOf.get(day) ?? null;
            return {
                day,
                published: ofDay !== null,
                timeline: ofDay,
                items: ofDay === null ? [] : itemsOf(ofDay),
                summary: summaryOf.get(day) ?? null,
                minutes: summaryOf.get(day)?.minutes ?? null,
            };
        }),
    };
}

/** @param {any[]} days @returns {Map<string, any>} */
function byDay(days) {
    return new Map(days.map(each => [each.day, each]));
}

/** @param {{ go: (change: object, options?: object) => void }} page */
export function createWeekView({ go }) {
    const title = h('h1', { id: 'view-title', tabindex: -1 });
    const about = h('p.faint');
    const list = h('ol.week', { 'data-testid': 'week' });
    const minutes = h('div.chart', { 'data-testid': 'minutes' });
    const totals = h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Table of time by behavior' });
    const element = h(
        'div.view.week-view',
        {},
        h('header.view-head', {}, title, about),
        h(
            'section.card',
            { 'aria-labelledby': 'days-title' },
            h('h2', { id: 'days-title' }, 'Seven days'),
            legend(),
            list,
        ),
        h(
            'section.card',
            { 'aria-labelledby': 'minutes-title' },
            h('h2', { id: 'minutes-title' }, 'Time by behavior'),
            minutes,
            totals,
        ),
    );
    /** @type {{ place: any, days: WeekDay[] } | null} */
    let scene = null;

    function draw() {
        if (scene === null) {
            return;
        }
        const { place, days } = scene;
        const width = list.clientWidth;
        fill(list, ...days.map(day => row(place, day, width, go)));
        fill(minutes, minutesOfDays(days, Math.max(260, minutes.clientWidth)));
        fill(totals, table(days));
    }

    return {
        element,
        title: (/** @type {any} */ place) =>
            `${place.collar}, week to ${shortDay(place.date)} ${place.date.slice(0, 4)}`,
        resized: draw,

        /** @param {any} place @param {{ days: WeekDay[] }} data */
        update(place, data) {
            scene = { place, days: data.days };
            const published = data.days.filter(day => day.published).length;
            title.textContent = `Week to ${longDay(place.date)}`;
            about.textContent = `${place.collar}, ${place.zone}, ${published} of 7 days published`;
            draw();
        },
    };
}

function legend() {
    return h('ul.legend', {}, ...BEHAVIORS.map(behavior => h('li', {}, chip(behavior), behavior.name)));
}

/** @param {any} place @param {WeekDay} day @param {number} width @param {(change: object) => void} go */
function row(place, day, width, go) {
    const { timeline, minutes } = day;
    const bounds = timeline === null ? null : boundsOf(timeline, place.zone);
    const target = { ...place, zone: place.chosenZone, view: 'day', date: day.day, filter: NO_FILTER };
    const band = width < 620 ? width : width - 108 - 252;
    const content =
        bounds === null || minutes === null
            ? h('span.no-band', {}, day.published ? 'No readings' : 'Not published')
            : bandOf(day.items, bounds, band);
    return h(
        'li',
        { 'data-day': day.day, 'data-published': String(day.published) },
        h(
            'a.week-day',
            {
                href: addressOf(target),
                'data-key': `week-${day.day}`,
                onclick: (/** @type {MouseEvent} */ click) => {
                    // With a modifier key, the browser opens another tab or window.
                    if (!click.ctrlKey && !click.metaKey && !click.shiftKey) {
                        click.preventDefault();
                        go({ view: 'day', date: day.day, filter: NO_FILTER });
                    }
                },
            },
            h(
                'span.week-date',
                {},
                h('strong', {}, weekday(day.day).slice(0, 3)),
                ` ${shortDay(day.day)}`,
                bounds !== null && bounds.unpublished.length > 0 ? unseen(', partly published') : null,
            ),
            content,
            minutes === null ? null : facts(/** @type {any} */ (day.summary)),
        ),
    );
}

/**
 * Shows heart rate, distance and flags. These exist only per UTC day, so it shows those of the published UTC day that
 * covers most of the local day.
 *
 * @param {Record<string, any>} day
 */
function facts(day) {
    const main = mainPart(day);
    const summary = day.utc_summaries.find((/** @type {any} */ each) => each.day === main.day);
    if (summary === undefined) {
        return h('span.week-facts');
    }
    return h(
        'span.week-facts',
        {},
        day.parts.length === 1 ? null : h('span.faint', {}, `${shortDay(summary.day)} UTC `),
        h(
            'span',
            {},
            unseen('Resting heart rate '),
            h('span.heart', { 'aria-hidden': 'true' }, '♥'),
            ` ${heartRate(summary.resting_hr)} bpm`,
        ),
        h('span', {}, unseen(', distance '), distance(summary.distance_m)),
        ...summary.flags.map((/** @type {string} */ flag) =>
            h('span.flag-short', {}, unseen(', '), h('span', { 'aria-hidden': 'true' }, '⚑ '), flagWords(flag).title),
        ),
    );
}

/** @param {WeekDay[]} days */
function table(days) {
    const parts = days.map(day => (day.minutes === null ? null : minutesOf(day.minutes)));
    return h(
        'table.totals',
        {},
        h('caption.unseen', {}, 'Time by behavior and day'),
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                h('th', { scope: 'col' }, 'Behavior'),
                ...days.map(each => h('th.number', { scope: 'col' }, shortDay(each.day))),
            ),
        ),
        h(
            'tbody',
            {},
            ...BEHAVIORS.map((behavior, index) =>
                h(
                    'tr',
                    {},
                    h('th', { scope: 'row' }, h('span.with-chip', {}, chip(behavior), behavior.name)),
                    ...parts.map(each =>
                        h(
                            'td.number',
                            {},
                            each === null ? '–' : each[index].minutes === 0 ? '0' : briefMinutes(each[index].minutes),
                        ),
                    ),
                ),
            ),
        ),
    );
}
