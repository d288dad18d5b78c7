import { xOf } from './layout.js';

/** D3. It is a classic script, which index.html loads before the modules. */
export const d3 = /** @type {any} */ (globalThis).d3;

/** Shapes of reviews, 10 pixels wide around their middle: a disc, a diamond, a triangle. */
const SHAPES = /** @type {Record<string, string>} */ ({
    confirmed: 'M-5.5,0a5.5,5.5 0 1,0 11,0a5.5,5.5 0 1,0 -11,0Z',
    rejected: 'M0,-6.5L6.5,0L0,6.5L-6.5,0Z',
    disputed: 'M0,-6L6.5,5.5H-6.5Z',
});

/** Signs inside the shapes: a tick, a cross, an exclamation mark. */
const SIGNS = /** @type {Record<string, string>} */ ({
    confirmed: 'M-2.6,0.2L-0.8,2.2L2.7,-2',
    rejected: 'M-2,-2L2,2M2,-2L-2,2',
    disputed: 'M0,-2.2V1.6M0,3.4V3.9',
});

/**
 * Draws the mark of a review around (0, 0).
 *
 * @param {any} group a D3 selection of one
 * @param {string} review
 */
export function reviewMark(group, review) {
    group.attr('class', `review review-${review}`);
    group.selectAll('path').remove();
    if (SHAPES[review] !== undefined) {
        group.append('path').attr('class', 'shape').attr('d', SHAPES[review]);
        group.append('path').attr('class', 'sign').attr('d', SIGNS[review]);
    }
}

/** Returns the mark as an icon, for legends. @param {string} review @returns {SVGElement} */
export function reviewIcon(review) {
    const svg = d3.create('svg').attr('class', 'icon').attr('viewBox', '-8 -8 16 16').attr('aria-hidden', 'true');
    reviewMark(svg.append('g'), review);
    return svg.node();
}

/**
 * Draws the lines and labels of hours.
 *
 * @param {any} group a D3 selection of one
 * @param {object} place
 * @param {import('./layout.js').Plot} place.plot
 * @param {number} place.top
 * @param {number} place.bottom
 * @param {import('./layout.js').Bounds} place.day
 * @param {{ time: number, label: string }[]} place.hours
 */
export function hourLines(group, { plot, top, bottom, day, hours }) {
    const x = (/** @type {{ time: number }} */ hour) => Math.round(xOf(hour.time, day, plot)) + 0.5;
    group
        .selectAll('line')
        .data(hours)
        .join('line')
        .attr('class', 'hour')
        .attr('x1', x)
        .attr('x2', x)
        .attr('y1', top)
        .attr('y2', bottom);
    group
        .selectAll('text')
        .data(hours)
        .join('text')
        .attr('class', 'hour-label')
        .attr('x', x)
        .attr('y', top - 8)
        // Centered, the first and last labels would be cut off at the edges.
        .attr('text-anchor', (/** @type {{ time: number }} */ { time }) =>
            time === day.start ? 'start' : time === day.end ? 'end' : 'middle',
        )
        .text((/** @type {{ label: string }} */ { label }) => label);
}

/**
 * Marks the parts of the day that no run has published yet.
 *
 * @param {any} group a D3 selection of one
 * @param {object} place
 * @param {import('./layout.js').Plot} place.plot
 * @param {number} place.top
 * @param {number} place.height
 * @param {import('./layout.js').Bounds} place.day
 */
export function unpublishedParts(group, { plot, top, height, day }) {
    group
        .selectAll('.unpublished')
        .data(day.unpublished)
        .join('rect')
        .attr('class', 'unpublished')
        .attr('rx', 4)
        .attr('x', (/** @type {any} */ part) => xOf(part.start, day, plot) + 0.5)
        .attr('width', (/** @type {any} */ part) =>
            Math.max(1, xOf(part.end, day, plot) - xOf(part.start, day, plot) - 1),
        )
        .attr('y', top + 0.5)
        .attr('height', height - 1);
}
