import { behaviorOf } from '../behaviors.js';
import { sentenceOf } from '../event-words.js';
import { drawHeartRate, HEART_RATE_HEIGHT } from './heart-rate.js';
import { bars, COMPACT_BELOW, eventAt, heightOf, hourStep, hourTicks, lanesOf, stepTo } from './layout.js';
import { d3, hourLines, reviewMark, unpublishedParts } from './parts.js';

const HOURS = 30;
const BAND = 40;
const BAR = 26;

/**
 * Draws a day on one axis from midnight to midnight: a band of all events, a lane per behavior, and the heart rate.
 *
 * The events of the lanes can be focused. They form a list box, and the arrow keys move through it.
 *
 * @param {HTMLElement} box
 * @param {object} listeners
 * @param {(event: import('./layout.js').Event | null) => void} listeners.pointed a pointer enters or leaves an event
 * @param {(event: import('./layout.js').Event) => void} listeners.focused
 * @param {(event: import('./layout.js').Event) => void} listeners.chosen clicked, tapped, or Enter
 * @param {() => void} listeners.left Escape
 */
export function createTimeline(box, { pointed, focused, chosen, left }) {
    const svg = d3
        .select(box)
        .append('svg')
        .attr('class', 'timeline')
        .attr('role', 'group')
        .attr('aria-label', 'Timeline');
    const hidden = (/** @type {string} */ name) => svg.append('g').attr('class', name).attr('aria-hidden', 'true');
    const hours = hidden('hours');
    const tracks = hidden('tracks');
    const unpublished = hidden('unknown-parts');
    const cursor = hidden('cursor').append('rect');
    const band = hidden('band');
    const heart = hidden('heart');
    const list = svg.append('g').attr('class', 'events').attr('role', 'listbox').attr('data-testid', 'events');

    /** @type {import('./layout.js').Event[]} */
    let events = [];
    /** @type {import('./layout.js').Bar[]} */
    let placed = [];
    /** @type {{ name: string, top: number, bottom: number }[]} */
    let lanes = [];
    /** @type {string | null} */
    let reachable = null;

    svg.on('pointermove', (/** @type {PointerEvent} */ pointer) => pointed(under(pointer)));
    svg.on('pointerleave', () => pointed(null));
    svg.on('click', (/** @type {PointerEvent} */ pointer) => {
        const event = under(pointer);
        if (event !== null) {
            focusOn(event);
            chosen(event);
        }
    });
    list.on('keydown', (/** @type {KeyboardEvent} */ key) => {
        const event = events.find(each => each.event_id === reachable);
        const target = stepTo(events, reachable, key.key);
        if (key.ctrlKey || key.metaKey || key.altKey) {
            return;
        }
        if (target !== null) {
            focusOn(target);
        } else if ((key.key === 'Enter' || key.key === ' ') && event !== undefined) {
            chosen(event);
        } else if (key.key === 'Escape') {
            left();
        } else {
            return;
        }
        key.preventDefault();
    });

    /** @param {PointerEvent} pointer */
    function under(pointer) {
        const [x, y] = d3.pointer(pointer, svg.node());
        const lane = lanes.find(each => y >= each.top && y <= each.bottom);
        return eventAt(placed, x, lane?.name ?? null);
    }

    /** @param {import('./layout.js').Event} event */
    function focusOn(event) {
        reachable = event.event_id;
        const items = list.selectAll('.event');
        items.attr('tabindex', (/** @type {any} */ bar) => (bar.event.event_id === reachable ? 0 : -1));
        items
            .filter((/** @type {any} */ bar) => bar.event.event_id === reachable)
            .node()
            ?.focus({ preventScroll: true });
    }

    /**
     * @param {object} scene
     * @param {string} scene.label
     * @param {import('./layout.js').Bounds} scene.day
     * @param {import('../local-day.js').Item[]} scene.events in time order
     * @param {string | null} scene.shown id of the event whose evidence is shown
     * @param {string | null} scene.pinned
     */
    function draw({ label, day, events: all, shown, pinned }) {
        events = all;
        const width = Math.max(280, box.clientWidth);
        const compact = width < COMPACT_BELOW;
        const plot = { left: compact ? 1 : 148, right: width - 1 };
        const row = compact ? 54 : 38;
        const first = HOURS + BAND + 14;
        const behaviors = lanesOf(events);
        const heartTop = first + behaviors.length * row + (compact ? 46 : 26);
        const height = heartTop + HEART_RATE_HEIGHT + 8;
        placed = bars(events, day, plot);
        lanes = behaviors.map((each, index) => ({
            name: each.name,
            top: first + index * row,
            bottom: first + (index + 1) * row - 1,
        }));
        if (!events.some(each => each.event_id === reachable)) {
            reachable = events[0]?.event_id ?? null;
        }

        svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
        hourLines(hours, {
            plot,
            top: HOURS,
            bottom: heartTop + HEART_RATE_HEIGHT,
            day,
            hours: hourTicks(day, hourStep(day, plot.right - plot.left)),
        });
        drawTracks({ behaviors, plot, first, row, compact });
        unpublishedParts(unpublished, { plot, top: HOURS, height: heartTop + HEART_RATE_HEIGHT - HOURS, day });
        drawBand(plot);
        drawEvents({ label, zone: day.zone, behaviors, first, row, shown, pinned });
        // Heart rates belong to events, also if several events are drawn as one item.
        const measured = bars(
            events.flatMap(each => each.events),
            day,
            plot,
        );
        drawHeartRate(heart, { bars: measured, plot, top: heartTop, compact });

        const bar = placed.find(each => each.event.event_id === shown);
        cursor
            .attr('class', bar === undefined ? 'none' : pinned === shown ? 'shown pinned' : 'shown')
            .attr('x', (bar?.x ?? 0) - 2)
            .attr('width', (bar?.width ?? 0) + 4)
            .attr('y', HOURS)
            .attr('height', heartTop + HEART_RATE_HEIGHT - HOURS);
    }

    /** @param {{ behaviors: any[], plot: any, first: number, row: number, compact: boolean }} place */
    function drawTracks({ behaviors, plot, first, row, compact }) {
        const rows = [
            { name: 'All day', letter: '', slug: '', top: HOURS, height: BAND, text: HOURS + BAND / 2 + 5 },
            ...behaviors.map((each, index) => {
                const bottom = first + (index + 1) * row - 5;
                return {
                    ...each,
                    top: bottom - BAR,
                    height: BAR,
                    text: compact ? bottom - BAR - 6 : bottom - BAR / 2 + 5,
                };
            }),
        ];
        const joined = tracks
            .selectAll('g')
            .data(rows, (/** @type {any} */ each) => each.name)
            .join((/** @type {any} */ enter) => {
                const group = enter.append('g');
                group.append('rect').attr('class', 'track').attr('rx', 4);
                group
                    .append('rect')
                    .attr('class', (/** @type {any} */ each) => `behavior-${each.slug} key`)
                    .attr('rx', 4);
                group
                    .append('text')
                    .attr('class', (/** @type {any} */ each) => `behavior-${each.slug} letter`)
                    .attr('text-anchor', 'middle');
                group.append('text').attr('class', 'lane-label');
                return group;
            });
        joined
            .select('.track')
            .attr('x', plot.left)
            .attr('width', plot.right - plot.left)
            .attr('y', (/** @type {any} */ each) => each.top)
            .attr('height', (/** @type {any} */ each) => each.height);
        joined
            .select('.key')
            .attr('width', (/** @type {any} */ each) => (each.letter === '' ? 0 : 18))
            .attr('height', 18)
            .attr('x', 0)
            .attr('y', (/** @type {any} */ each) => each.text - 14);
        joined
            .select('.letter')
            .attr('x', 9)
            .attr('y', (/** @type {any} */ each) => each.text)
            .text((/** @type {any} */ each) => each.letter);
        joined
            .select('.lane-label')
            .attr('x', (/** @type {any} */ each) => (each.letter === '' ? 0 : 26))
            .attr('y', (/** @type {any} */ each) => each.text)
            .text((/** @type {any} */ each) => (each.letter === '' && compact ? '' : each.name));
    }

    /** @param {any} plot */
    function drawBand(plot) {
        band.selectAll('rect')
            .data(placed, (/** @type {any} */ bar) => bar.event.event_id)
            .join('rect')
            .attr('class', (/** @type {any} */ bar) => `behavior-${behaviorOf(bar.event.behavior).slug}`)
            .attr('x', (/** @type {any} */ bar) => bar.x)
            .attr('width', (/** @type {any} */ bar) => Math.min(bar.width, plot.right - bar.x))
            .attr('y', HOURS)
            .attr('height', BAND);
        band.selectAll('text')
            .data(
                placed.filter(bar => bar.width >= 18),
                (/** @type {any} */ bar) => bar.event.event_id,
            )
            .join('text')
            .attr('class', (/** @type {any} */ bar) => `behavior-${behaviorOf(bar.event.behavior).slug} letter`)
            .attr('text-anchor', 'middle')
            .attr('x', (/** @type {any} */ bar) => bar.x + bar.width / 2)
            .attr('y', HOURS + BAND / 2 + 5)
            .text((/** @type {any} */ bar) => behaviorOf(bar.event.behavior).letter);
    }

    /**
     * @param {{ label: string, zone: string, behaviors: any[], first: number, row: number, shown: string | null,
     *     pinned: string | null }} scene
     */
    function drawEvents({ label, zone, behaviors, first, row, shown, pinned }) {
        const slugs = behaviors.map(each => each.slug);
        const bottom = (/** @type {any} */ bar) =>
            first + (slugs.indexOf(behaviorOf(bar.event.behavior).slug) + 1) * row - 5;
        list.attr('aria-label', label).attr('aria-orientation', 'horizontal');
        const items = list
            .selectAll('.event')
            .data(placed, (/** @type {any} */ bar) => bar.event.event_id)
            .join((/** @type {any} */ enter) => {
                const group = enter.append('g').attr('role', 'option');
                group.append('rect').attr('class', 'bar').attr('rx', 1.5);
                group.append('g').attr('class', 'review');
                group.on('focus', (/** @type {any} */ _, /** @type {any} */ bar) => {
                    reachable = bar.event.event_id;
                    focused(bar.event);
                });
                return group;
            })
            .order();
        items
            .attr('class', (/** @type {any} */ bar) => `event behavior-${behaviorOf(bar.event.behavior).slug}`)
            .attr('data-event', (/** @type {any} */ bar) => bar.event.event_id)
            .attr('tabindex', (/** @type {any} */ bar) => (bar.event.event_id === reachable ? 0 : -1))
            .attr('aria-selected', (/** @type {any} */ bar) => String(bar.event.event_id === (pinned ?? shown)))
            .attr('aria-label', (/** @type {any} */ bar) => sentenceOf(bar.event, zone));
        items
            .select('.bar')
            .attr('x', (/** @type {any} */ bar) => bar.x)
            .attr('width', (/** @type {any} */ bar) => bar.width)
            .attr('y', (/** @type {any} */ bar) => bottom(bar) - heightOf(bar.event.confidence, BAR))
            .attr('height', (/** @type {any} */ bar) => heightOf(bar.event.confidence, BAR));
        items
            .select('.review')
            .attr('transform', (/** @type {any} */ bar) => {
                const x = Math.max(8, Math.min(bar.x + bar.width / 2, box.clientWidth - 8));
                return `translate(${x},${bottom(bar) - heightOf(bar.event.confidence, BAR) / 2})`;
            })
            .each(function mark(/** @type {any} */ bar) {
                // @ts-expect-error D3 hands the element in as `this`.
                reviewMark(d3.select(this), bar.event.review);
            });
    }

    return { draw, focusOn };
}
