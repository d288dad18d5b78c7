import { heartRate } from '../format.js';
import { heartRateSpan } from './layout.js';
import { d3 } from './parts.js';

/** Height without the title above it, in pixels. */
export const HEART_RATE_HEIGHT = 132;

/**
 * Draws the heart rate over a day. Each event shows its range from lowest to highest, its mean, and its resting
 * baseline if it has one.
 *
 * @param {any} group a D3 selection of one
 * @param {object} place
 * @param {import('./layout.js').Bar[]} place.bars
 * @param {import('./layout.js').Plot} place.plot
 * @param {number} place.top
 * @param {boolean} place.compact whether the labels are inside the plot
 */
export function drawHeartRate(group, { bars, plot, top, compact }) {
    const [from, to] = heartRateSpan(bars.map(bar => bar.event));
    const y = d3.scaleLinear([from, to], [top + HEART_RATE_HEIGHT, top]);
    const ticks = y.ticks(4);
    const measured = bars.filter(bar => bar.event.hr_mean !== null);

    group
        .selectAll('.title')
        .data([0])
        .join('text')
        .attr('class', 'title lane-label')
        .attr('x', 0)
        .attr('y', compact ? top - 22 : top + 14)
        .text(compact ? 'Heart rate, bpm' : 'Heart rate');
    group
        .selectAll('.note')
        .data(compact ? [] : ['mean and range', 'bpm'])
        .join('text')
        .attr('class', 'note')
        .attr('x', 0)
        .attr('y', (/** @type {any} */ _, /** @type {number} */ index) => top + 32 + index * 16)
        .text((/** @type {string} */ text) => text);
    group
        .selectAll('.level')
        .data(ticks)
        .join('line')
        .attr('class', 'level')
        .attr('x1', plot.left)
        .attr('x2', plot.right)
        .attr('y1', (/** @type {number} */ bpm) => Math.round(y(bpm)) + 0.5)
        .attr('y2', (/** @type {number} */ bpm) => Math.round(y(bpm)) + 0.5);
    group
        .selectAll('.range')
        .data(measured, (/** @type {any} */ bar) => bar.event.event_id)
        .join('rect')
        .attr('class', 'range')
        .attr('x', (/** @type {any} */ bar) => bar.x)
        .attr('width', (/** @type {any} */ bar) => bar.width)
        .attr('y', (/** @type {any} */ bar) => y(bar.event.hr_max))
        .attr('height', (/** @type {any} */ bar) => Math.max(1, y(bar.event.hr_min) - y(bar.event.hr_max)));
    group
        .selectAll('.baseline')
        .data([bars.filter(bar => bar.event.baseline_hr !== null)])
        .join('path')
        .attr('class', 'baseline')
        .attr('d', (/** @type {any[]} */ some) =>
            some.map(bar => `M${bar.x},${y(bar.event.baseline_hr)}h${bar.width}`).join(''),
        );
    group
        .selectAll('.mean')
        .data([measured])
        .join('path')
        .attr('class', 'mean')
        .attr('d', (/** @type {any[]} */ all) =>
            all.map(bar => `M${bar.x},${y(bar.event.hr_mean)}h${bar.width}`).join(''),
        );
    group
        .selectAll('.level-label')
        .data(ticks)
        .join('text')
        .attr('class', 'level-label')
        .attr('text-anchor', compact ? 'start' : 'end')
        .attr('x', compact ? plot.left + 3 : plot.left - 8)
        .attr('y', (/** @type {number} */ bpm) => y(bpm) + (compact ? -3 : 4))
        .text((/** @type {number} */ bpm) => heartRate(bpm).replace('.0', ''));
}
