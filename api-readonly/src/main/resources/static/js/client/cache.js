/**
 * An answer that can be asked for again with its ETag.
 *
 * @typedef {object} Kept
 * @property {string | null} etag
 * @property {any} body parsed
 * @property {number} at when the server last said that this is its newest answer, milliseconds since 1970
 */

/**
 * Keeps the newest answers by URL, in memory alone; the least recently used one goes first.
 *
 * @param {number} [limit] of answers
 */
export function createCache(limit = 60) {
    /** @type {Map<string, Kept>} */
    const kept = new Map();
    return {
        /** @param {string} url @returns {Kept | undefined} */
        get(url) {
            const found = kept.get(url);
            if (found !== undefined) {
                kept.delete(url);
                kept.set(url, found);
            }
            return found;
        },

        /** @param {string} url @param {Kept} answer */
        put(url, answer) {
            kept.delete(url);
            kept.set(url, answer);
            if (kept.size > limit) {
                kept.delete(/** @type {string} */ (kept.keys().next().value));
            }
        },

        /** Forgets one answer, such as one that the server now refuses. @param {string} url */
        drop(url) {
            kept.delete(url);
        },

        /** Forgets everything: another may sign in here. */
        clear() {
            kept.clear();
        },

        get size() {
            return kept.size;
        },
    };
}
