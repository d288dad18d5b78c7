import { isSetback } from './client/errors.js';

/** @typedef {(url: string) => Promise<any>} Read the body that the API gives, or gave last while it is away */

/**
 * Reads for one round of questions, and tells afterwards how new what it read is.
 *
 * @param {object} parts
 * @param {Pick<ReturnType<import('./client/reader.js').createReader>, 'get' | 'last'>} parts.reader
 * @param {{ changed(at?: number): void }} parts.pace learns how often data changes
 * @param {import('./client/clock.js').Clock} parts.clock
 * @param {AbortSignal} [parts.signal]
 * @param {boolean} parts.watched whether this is looked at for a while already, so that what changes does so now
 */
export function createAnswers({ reader, pace, clock, signal, watched }) {
    let changed = false;
    let oldest = Infinity;
    /** @type {unknown} */
    let outage = null;

    /**
     * By the newest time of publication where there is one: data of long ago, first seen now, is calm.
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

        /** Whether any answer was another than the one before. */
        get changed() {
            return changed;
        },

        /** When the oldest of the answers was last known to be newest, milliseconds since 1970. */
        get oldest() {
            return oldest === Infinity ? clock.now() : oldest;
        },

        /** @returns {unknown} why some answers are old ones; null: none is */
        get outage() {
            return outage;
        },
    };
}
