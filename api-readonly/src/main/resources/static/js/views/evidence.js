import { behaviorOf } from '../behaviors.js';
import { chip, fill, h } from '../dom.js';
import { evidenceOf, reviewOf } from '../event-words.js';
import { confidence } from '../format.js';
import { d3, reviewIcon } from '../charts/parts.js';

/**
 * The panel that shows what an event rests on.
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
    /** @type {import('../event-words.js').Event | null | undefined} */
    let shown;
    let wasPinned = false;

    return {
        element,

        /** @param {import('../event-words.js').Event | null} event @param {boolean} pinned */
        show(event, pinned) {
            if (event === shown && pinned === wasPinned) {
                return;
            }
            shown = event;
            wasPinned = pinned;
            element.classList.toggle('open', event !== null);
            element.classList.toggle('pinned', pinned);
            closing.hidden = event === null;
            element.dataset.event = event?.event_id ?? '';
            fill(body, ...(event === null ? [invitation()] : contents(event, pinned)));
        },
    };
}

function invitation() {
    return h(
        'p.faint',
        {},
        'Point at an event, tap it, or move through the timeline with the arrow keys to see what it rests on. ',
        'Enter or a click pins it, Escape lets it go.',
    );
}

/** @param {import('../event-words.js').Event} event @param {boolean} pinned */
function contents(event, pinned) {
    const rows = evidenceOf(event).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]);
    return [
        h(
            'h3.evidence-name',
            {},
            chip(behaviorOf(event.behavior)),
            h('span', {}, event.behavior),
            event.review === 'unreviewed' ? null : reviewIcon(event.review),
            pinned ? h('span.tag', {}, 'Pinned') : null,
        ),
        event.review === 'unreviewed' ? null : h('p.review-words', {}, reviewOf(event).words),
        confidenceMeter(event),
        h('dl.evidence-list', {}, ...rows),
        h('div.event-id', {}, h('code', { 'data-testid': 'event-id' }, event.event_id), copyButton(event.event_id)),
    ];
}

/** The confidence as a bar, with a stroke at the rule's own. @param {import('../event-words.js').Event} event */
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

/** Browsers refuse the clipboard to pages without TLS, and where the user says so. @param {string} text */
async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
