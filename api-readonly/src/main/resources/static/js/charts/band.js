import { behaviorOf } from '../behaviors.js';
import { bars, hourTicks, xOf } from './layout.js';
import { d3, unpublishedParts } from './parts.js';

const HEIGHT = 34;

/**
 * Draws a small band of a day, with a mark every six hours. Hidden from screen readers, since the text beside it says
 * the same.
 *
 * @param {import('./layout.js').Event[]} events
 * @param {import('./layout.js').Bounds} day
 * @param {number} width pixels
 * @returns {SVGElement}
 */
export function bandOf(events, day, width) {
    const svg = d3
        .create('svg')
        .attr('class', 'small-band')
        .attr('width', width)
        .attr('height', HEIGHT)
        .attr('viewBox', `0 0 ${width} ${HEIGHT}`)
        .attr('aria-hidden', 'true');
    svg.append('rect').attr('class', 'track').attr('width', width).attr('height', HEIGHT).attr('rx', 4);
    const plot = { left: 0, right: width };
    unpublishedParts(svg.append('g'), { plot, top: 0, height: HEIGHT, day });
    const placed = bars(events, day, plot, 1.5);
    svg.append('g')
        .selectAll('rect')
        .data(placed)
        .join('rect')
        .attr('class', (/** @type {any} */ bar) => `behavior-${behaviorOf(bar.event.behavior).slug}`)
        .attr('x', (/** @type {any} */ bar) => bar.x)
        .attr('width', (/** @type {any} */ bar) => bar.width)
        .attr('height', HEIGHT);
    svg.append('g')
        .selectAll('line')
        .data(hourTicks(day, 6).filter(hour => hour.time !== day.start && hour.time !== day.end))
        .join('line')
        .attr('class', 'six')
        .attr('x1', (/** @type {{ time: number }} */ hour) => xOf(hour.time, day, plot))
        .attr('x2', (/** @type {{ time: number }} */ hour) => xOf(hour.time, day, plot))
        .attr('y2', HEIGHT);
    svg.append('g')
        .selectAll('text')
        .data(placed.filter(bar => bar.width >= 16))
        .join('text')
        .attr('class', (/** @type {any} */ bar) => `behavior-${behaviorOf(bar.event.behavior).slug} letter`)
        .attr('text-anchor', 'middle')
        .attr('x', (/** @type {any} */ bar) => bar.x + bar.width / 2)
        .attr('y', HEIGHT / 2 + 4)
        .text((/** @type {any} */ bar) => behaviorOf(bar.event.behavior).letter);
    return svg.node();
}
