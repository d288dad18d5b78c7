import { minutesOf } from '../behaviors.js';
import { shortDay, weekday } from '../days.js';
import { briefMinutes } from '../format.js';
import { stacked } from './layout.js';
import { d3 } from './parts.js';

const HEIGHT = 280;
const TOP = 12;
const BOTTOM = 44;
const LEFT = 44;

/**
 * Draws the minutes by behavior, as one stacked bar per day.
 *
 * @param {{ day: string, published: boolean, minutes: Record<string, any> | null }[]} days
 * @param {number} width pixels
 * @returns {SVGElement} a picture whose label contains the values
 */
export function minutesOfDays(days, width) {
    const x = d3
        .scaleBand(
            days.map(each => each.day),
            [LEFT, width],
        )
        .padding(width < 480 ? 0.2 : 0.36);
    const longest = Math.max(24, ...days.map(each => (each.minutes?.observed_minutes ?? 0) / 60));
    const y = d3.scaleLinear([0, longest], [HEIGHT - BOTTOM, TOP]);
    const svg = d3
        .create('svg')
        .attr('class', 'minutes')
        .attr('role', 'img')
        .attr('aria-label', `Hours by behavior. ${days.map(words).join(' ')}`)
        .attr('width', width)
        .attr('height', HEIGHT)
        .attr('viewBox', `0 0 ${width} ${HEIGHT}`);

    const hours = svg.append('g').selectAll('g').data([0, 6, 12, 18, 24]).join('g');
    hours
        .append('line')
        .attr('class', 'level')
        .attr('x1', LEFT)
        .attr('x2', width)
        .attr('y1', (/** @type {number} */ hour) => Math.round(y(hour)) + 0.5)
        .attr('y2', (/** @type {number} */ hour) => Math.round(y(hour)) + 0.5);
    hours
        .append('text')
        .attr('class', 'level-label')
        .attr('x', LEFT - 8)
        .attr('y', (/** @type {number} */ hour) => y(hour) + 4)
        .attr('text-anchor', 'end')
        .text((/** @type {number} */ hour) => `${hour} h`);

    for (const { day, published, minutes } of days) {
        const column = svg.append('g').attr('transform', `translate(${x(day)},0)`);
        const parts = stacked(minutes === null ? [] : minutesOf(minutes));
        const height = (/** @type {any} */ part) => y(part.from / 60) - y(part.to / 60);
        column
            .selectAll('rect')
            .data(parts)
            .join('rect')
            .attr('class', (/** @type {any} */ part) => `behavior-${part.behavior.slug}`)
            .attr('width', x.bandwidth())
            .attr('y', (/** @type {any} */ part) => y(part.to / 60))
            .attr('height', height);
        column
            .selectAll('.letter')
            .data(parts.filter(part => height(part) >= 16))
            .join('text')
            .attr('class', (/** @type {any} */ part) => `behavior-${part.behavior.slug} letter`)
            .attr('text-anchor', 'middle')
            .attr('x', x.bandwidth() / 2)
            .attr('y', (/** @type {any} */ part) => (y(part.from / 60) + y(part.to / 60)) / 2 + 5)
            .text((/** @type {any} */ part) => part.behavior.letter);
        column
            .selectAll('.day-label')
            .data([weekday(day).slice(0, 3), width < 480 ? String(Number(day.slice(8))) : shortDay(day)])
            .join('text')
            .attr('class', (/** @type {any} */ _, /** @type {number} */ index) =>
                index === 0 ? 'day-label' : 'day-label faint',
            )
            .attr('text-anchor', 'middle')
            .attr('x', x.bandwidth() / 2)
            .attr('y', (/** @type {any} */ _, /** @type {number} */ index) => HEIGHT - BOTTOM + 18 + index * 17)
            .text((/** @type {string} */ text) => text);
        if (minutes === null) {
            sayNothing(column, published ? 'No readings' : 'Not published', x.bandwidth());
        }
    }
    return svg.node();
}

/** Labels an empty column with the reason. @param {any} column @param {string} why @param {number} width */
function sayNothing(column, why, width) {
    column
        .append('rect')
        .attr('class', 'nothing')
        .attr('x', 0.5)
        .attr('y', TOP + 0.5)
        .attr('width', width - 1)
        .attr('height', HEIGHT - BOTTOM - TOP)
        .attr('rx', 4);
    column
        .append('text')
        .attr('class', 'level-label')
        .attr('text-anchor', 'middle')
        .attr('transform', `translate(${width / 2 + 4},${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`)
        .text(why);
}

/** @param {{ day: string, published: boolean, minutes: Record<string, any> | null }} each */
function words({ day, published, minutes }) {
    if (minutes === null) {
        return `${weekday(day)}: ${published ? 'no readings' : 'not published'}.`;
    }
    const parts = minutesOf(minutes)
        .filter(part => part.minutes > 0)
        .map(part => `${part.behavior.name} ${briefMinutes(part.minutes)}`);
    return `${weekday(day)}: ${parts.join(', ')}.`;
}
