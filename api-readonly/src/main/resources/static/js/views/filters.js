import { isFiltering, NO_FILTER } from '../address.js';
import { BEHAVIORS, minutesOf, REVIEWS } from '../behaviors.js';
import { reviewIcon } from '../charts/parts.js';
import { chip, h } from '../dom.js';
import { briefMinutes, confidence } from '../format.js';

/**
 * Creates the legend, which is also the filter: behaviors with their minutes of the day, reviews, and the minimum
 * confidence. The API does the filtering.
 *
 * @param {{ change: (filter: import('../address.js').Filter) => void }} listeners
 */
export function createFilters({ change }) {
    /** @type {import('../address.js').Filter} */
    let filter = NO_FILTER;

    const behaviors = BEHAVIORS.map(behavior => {
        const box = h('input', { type: 'checkbox', 'data-behavior': behavior.name });
        const minutes = h('span.faint.minutes');
        box.addEventListener('change', () => set({ behaviors: toggled(filter.behaviors, behavior.name, box.checked) }));
        return {
            behavior,
            box,
            minutes,
            row: h('label.choice', {}, box, chip(behavior), h('span', {}, behavior.name), minutes),
        };
    });
    const reviews = REVIEWS.map(review => {
        const box = h('input', { type: 'checkbox', 'data-review': review.name });
        box.addEventListener('change', () => set({ reviews: toggled(filter.reviews, review.name, box.checked) }));
        return {
            review,
            box,
            row: h(
                'label.choice',
                {},
                box,
                review.name === 'unreviewed' ? null : reviewIcon(review.name),
                h('span', {}, review.label),
            ),
        };
    });
    const output = h('output', { for: 'least-confidence' });
    const slider = h('input', { type: 'range', id: 'least-confidence', min: 0, max: 1, step: 0.05 });
    slider.addEventListener('input', () => {
        output.textContent = confidence(Number(slider.value));
    });
    // Requests data when the slider is released, not at each step.
    slider.addEventListener('change', () => set({ minConfidence: Number(slider.value) }));
    const all = h(
        'button.small',
        { type: 'button', onclick: () => set(NO_FILTER), 'data-testid': 'show-all' },
        'Show all',
    );

    /** @param {Partial<import('../address.js').Filter>} part */
    function set(part) {
        change({ ...filter, ...part });
    }

    const element = h(
        'section.card.filters',
        { 'aria-labelledby': 'legend-title', 'data-testid': 'filters' },
        h('div.card-head', {}, h('h2', { id: 'legend-title' }, 'Legend and filter'), all),
        h(
            'div.filter-parts',
            {},
            h(
                'fieldset.behaviors',
                {},
                h('legend', {}, 'Behaviors of the day'),
                h('div.behavior-choices', {}, ...behaviors.map(each => each.row)),
            ),
            h(
                'div',
                {},
                h(
                    'fieldset',
                    {},
                    h('legend', {}, 'What owners said'),
                    h('div.review-choices', {}, ...reviews.map(each => each.row)),
                ),
                h('div.least', {}, h('label', { for: 'least-confidence' }, 'Confidence at least'), output, slider),
            ),
        ),
    );

    return {
        element,

        /** @param {import('../address.js').Filter} now @param {Record<string, any> | null} day its minutes */
        update(now, day) {
            filter = now;
            const minutes = day === null ? [] : minutesOf(day);
            for (const [index, { behavior, box, minutes: text, row }] of behaviors.entries()) {
                box.checked = now.behaviors.includes(behavior.name);
                text.textContent = minutes[index] === undefined ? '' : briefMinutes(minutes[index].minutes);
                row.classList.toggle('absent', minutes[index]?.minutes === 0);
            }
            for (const { review, box } of reviews) {
                box.checked = now.reviews.includes(review.name);
            }
            slider.value = String(now.minConfidence);
            output.textContent = confidence(now.minConfidence);
            all.hidden = !isFiltering(now);
        },
    };
}

/** @param {string[]} names @param {string} name @param {boolean} on */
function toggled(names, name, on) {
    return on ? [...names, name] : names.filter(each => each !== name);
}
