import { behaviorOf } from '../behaviors.js';
import { chip, fill, h } from '../dom.js';
import { longDay } from '../days.js';
import { evidenceOf, lengthOf, reviewOf } from '../event-words.js';
import { clockSpan, confidence, dateTime, length } from '../format.js';
import { d3, reviewIcon } from '../charts/parts.js';

/**
 * Creates the panel with the evidence for an event.
 *
 * @param {{ close: () => void }} listeners
 */
export function createEvidence({ close }) {
    const body = h('div.evidence-body');
    const closing = h(
        'button.quiet.close',
        { type: 'button', onclick: close, 'aria-label': 'Close the evidence' },
        '✕',
    );
    const element = h(
        'section.card.evidence',
        { 'aria-labelledby': 'evidence-title', 'data-testid': 'evidence' },
        h('div.card-head', {}, h('h2', { id: 'evidence-title' }, 'Evidence'), closing),
        body,
    );
    /** @type {import('../local-day.js').Item | null | undefined} */
    let shown;
    let wasPinned = false;

    return {
        element,

        /**
         * @param {import('../local-day.js').Item | null} event
         * @param {boolean} pinned
         * @param {import('../local-day.js').Bounds} day
         */
        show(event, pinned, day) {
            if (event === shown && pinned === wasPinned) {
                return;
            }
            shown = event;
            wasPinned = pinned;
            element.classList.toggle('open', event !== null);
            element.classList.toggle('pinned', pinned);
            closing.hidden = event === null;
            element.dataset.event = event?.event_id ?? '';
            fill(body, ...(event === null ? [invitation()] : contents(event, pinned, day)));
        },
    };
}

function invitation() {
    return h(
        'p.faint',
        {},
        'Point at an event, tap it, or move through the timeline with the arrow keys to see its evidence. ',
        'Enter or a click pins it, Escape unpins it.',
    );
}

/**
 * @param {import('../local-day.js').Item} item
 * @param {boolean} pinned
 * @param {import('../local-day.js').Bounds} day
 */
function contents(item, pinned, day) {
    const [event] = item.events;
    return [
        h(
            'h3.evidence-name',
            {},
            chip(behaviorOf(item.behavior)),
            h('span', {}, item.behavior),
            item.review === 'unreviewed' ? null : reviewIcon(item.review),
            pinned ? h('span.tag', {}, 'Pinned') : null,
        ),
        ...(item.events.length === 1 ? single(item, event, day) : several(item, day)),
    ];
}

/** @param {any} item @param {import('../event-words.js').Event} event @param {import('../local-day.js').Bounds} day */
function single(item, event, day) {
    const cut = item.starts_before || item.ends_after;
    return [cut ? withinDay(item, day) : null, ...ofEvent(event, day.zone)];
}

/** @param {any} item @param {import('../local-day.js').Bounds} day */
function several(item, day) {
    return [
        withinDay(item, day),
        h(
            'p.faint',
            {},
            'Timelines are computed per UTC day. This event was split at midnight UTC; each part has its own figures:',
        ),
        ...item.events.map((/** @type {any} */ event) =>
            h(
                'section.evidence-part',
                { 'data-utc-day': event.day },
                h('h4', {}, `UTC day ${longDay(event.day)}`),
                ...ofEvent(event, day.zone),
            ),
        ),
    ];
}

/** @param {any} item @param {import('../local-day.js').Bounds} day */
function withinDay(item, day) {
    const first = item.events[0];
    const last = item.events[item.events.length - 1];
    const moment = (/** @type {string} */ time) => h('span.whole', {}, dateTime(time, day.zone));
    return h(
        'dl.evidence-list',
        { 'data-testid': 'within-day' },
        h('dt', {}, 'On this day'),
        h('dd', {}, clockSpan(Date.parse(item.start), Date.parse(item.end), day)),
        h('dt', {}, 'Length'),
        h('dd', {}, length(lengthOf(item))),
        item.starts_before || item.ends_after ? h('dt', {}, 'In total') : null,
        item.starts_before || item.ends_after ? h('dd', {}, moment(first.start), ' – ', moment(last.end)) : null,
    );
}

/** @param {import('../event-words.js').Event} event @param {string} zone */
function ofEvent(event, zone) {
    const rows = evidenceOf(event, zone).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]);
    return [
        event.review === 'unreviewed' ? null : h('p.review-words', {}, reviewOf(event).words),
        confidenceMeter(event),
        h('dl.evidence-list', {}, ...rows),
        h('div.event-id', {}, h('code', { 'data-testid': 'event-id' }, event.event_id), copyButton(event.event_id)),
    ];
}

/**
 * Draws the confidence as a bar, with a mark at the rule's own confidence.
 *
 * @param {import('../event-words.js').Event} event
 */
function confidenceMeter(event) {
    const svg = d3
        .create('svg')
        .attr('class', 'meter')
        .attr('viewBox', '0 0 200 12')
        .attr('preserveAspectRatio', 'none');
    svg.attr('aria-hidden', 'true');
    svg.append('rect').attr('class', 'track').attr('width', 200).attr('height', 12);
    svg.append('rect')
        .attr('class', 'amount')
        .attr('width', 200 * event.confidence)
        .attr('height', 12);
    svg.append('rect')
        .attr('class', 'rule')
        .attr('x', Math.max(0, 200 * event.rule_confidence - 1.5))
        .attr('width', 3)
        .attr('height', 12);
    return h(
        'div.confidence',
        {},
        h('p', {}, 'Confidence ', h('strong', {}, confidence(event.confidence))),
        svg.node(),
        h('p.faint', {}, `The rule's own: ${confidence(event.rule_confidence)}`),
    );
}

/** @param {string} id */
function copyButton(id) {
    const said = h('span.unseen', { role: 'status' });
    const button = h('button.small', { type: 'button', 'data-key': 'copy' }, 'Copy');
    button.setAttribute('aria-label', `Copy the event id ${id}`);
    button.addEventListener('click', async () => {
        const done = await copied(id);
        button.textContent = done ? 'Copied' : 'Select it above';
        said.textContent = done ? 'Event id copied.' : 'Copying is not allowed here.';
    });
    return h('span', {}, button, said);
}

/** Copies the text. Browsers refuse this without TLS or if the user denies it. @param {string} text */
async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
