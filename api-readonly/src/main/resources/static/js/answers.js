import { isSetback } from './client/errors.js';

/** @typedef {(url: string) => Promise<any>} Read returns the API's answer, or the last one during an outage */

/**
 * Reads answers for one round of requests, and reports their age.
 *
 * @param {object} parts
 * @param {Pick<ReturnType<import('./client/reader.js').createReader>, 'get' | 'last'>} parts.reader
 * @param {{ changed(at?: number): void }} parts.pace learns how often data changes
 * @param {import('./client/clock.js').Clock} parts.clock
 * @param {AbortSignal} [parts.signal]
 * @param {boolean} parts.watched whether this was read before, so that a difference is a recent change
 */
export function createAnswers({ reader, pace, clock, signal, watched }) {
    let changed = false;
    let oldest = Infinity;
    /** @type {unknown} */
    let outage = null;

    /**
     * Reports a change to the pace, at the newest time of publication if there is one. Without such a time, data that
     * is read for the first time doesn't count as a change.
     *
     * @param {any} body
     */
    function learn(body) {
        const published = (body?.days ?? [])
            .map((/** @type {any} */ day) => Date.parse(day.published_at ?? ''))
            .filter(Number.isFinite);
        if (published.length > 0) {
            pace.changed(Math.max(...published));
        } else if (watched) {
            pace.changed();
        }
    }

    return {
        /** @type {Read} */
        async read(url) {
            try {
                const answer = await reader.get(url, signal);
                oldest = Math.min(oldest, answer.at);
                if (answer.changed) {
                    changed = true;
                    learn(answer.body);
                }
                return answer.body;
            } catch (error) {
                const last = reader.last(url);
                if (last === undefined || !isSetback(error)) {
                    throw error;
                }
                outage = error;
                oldest = Math.min(oldest, last.at);
                return last.body;
            }
        },

        /** Whether any answer differed from the previous one. */
        get changed() {
            return changed;
        },

        /** When the oldest of the answers was last confirmed as current, milliseconds since 1970. */
        get oldest() {
            return oldest === Infinity ? clock.now() : oldest;
        },

        /** @returns {unknown} why some answers are stale; null: none is */
        get outage() {
            return outage;
        },
    };
}
