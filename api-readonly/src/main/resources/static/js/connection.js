import { CircuitOpenError, ProblemError } from './client/errors.js';
import { fill, h } from './dom.js';
import { ago, clockTime, soon } from './format.js';

/**
 * @typedef {object} Trouble why the page can't read newer data
 * @property {unknown} error
 * @property {number | null} dataAt when the data shown was last confirmed as current; null: no data is shown
 * @property {boolean} elsewhere true if the previous place is still shown
 * @property {number} nextAt when the next try is due
 * @property {boolean} online false if the browser reports that there is no network
 */

/**
 * Creates the notice of an outage: the cause, the age of the data shown, and when the page retries.
 *
 * @param {object} parts
 * @param {() => void} parts.tryNow
 * @param {import('./client/clock.js').Clock} parts.clock
 */
export function createConnectionSign({ tryNow, clock }) {
    const words = h('p', { role: 'status', 'data-testid': 'connection-words' });
    // Outside the live region: screen readers would read each second of the countdown.
    const countdown = h('span.countdown');
    const button = h('button.small', { type: 'button', onclick: tryNow }, 'Try now');
    const details = h('div');
    const element = h(
        'div.connection',
        { hidden: true, 'data-testid': 'connection' },
        h('div.connection-line', {}, words, countdown, button),
        details,
    );
    let cancel = () => {};
    let said = '';
    /** @type {Trouble | null} */
    let trouble = null;

    function tick() {
        cancel();
        if (trouble === null) {
            return;
        }
        const left = trouble.nextAt - clock.now();
        const age = trouble.dataAt === null ? '' : `Loaded ${ago(clock.now() - trouble.dataAt)}. `;
        const next = !trouble.online ? '' : left > 0 ? `Next try ${soon(left)}.` : 'Trying …';
        countdown.textContent = age + next;
        cancel = clock.after(1_000, tick);
    }

    return {
        element,

        /** @param {Trouble | null} now */
        update(now) {
            trouble = now;
            element.hidden = now === null;
            const text = now === null ? '' : sentence(now);
            if (text !== said) {
                said = text;
                words.textContent = text;
            }
            fill(details, now === null ? null : problemDetails(now.error));
            tick();
        },
    };
}

/** @param {Trouble} trouble */
function sentence({ error, dataAt, elsewhere, online }) {
    const cause = !online
        ? 'You are offline.'
        : error instanceof ProblemError && error.status === 429
          ? 'The server asks for a short pause.'
          : 'Petty cannot be reached at the moment.';
    const shown =
        dataAt === null
            ? 'Nothing has been loaded yet.'
            : elsewhere
              ? `The new view is not loaded yet; you still see the previous one, of ${clockTime(dataAt)} UTC.`
              : `You see data loaded at ${clockTime(dataAt)} UTC.`;
    return `${cause} ${shown} The page retries automatically.`;
}

/** Shows the details that an engineer needs. @param {unknown} error @returns {HTMLElement | null} */
export function problemDetails(error) {
    if (error instanceof CircuitOpenError) {
        return problemDetails(error.cause);
    }
    if (!(error instanceof ProblemError)) {
        return null;
    }
    /** @type {[string, string | number | null | undefined][]} */
    const rows = [
        ['Status', error.status],
        ['Problem', error.problem.title],
        ['Detail', error.problem.detail],
        ['Trace', error.traceId],
    ];
    return h(
        'details.problem',
        { 'data-testid': 'problem-details' },
        h('summary', {}, 'Details'),
        h(
            'dl.evidence-list',
            {},
            ...rows.filter(row => row[1]).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value))]),
        ),
    );
}
