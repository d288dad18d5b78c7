/**
 * An answer that can be revalidated with its ETag.
 *
 * @typedef {object} Kept
 * @property {string | null} etag
 * @property {any} body parsed
 * @property {number} at when the server last confirmed the answer as current, milliseconds since 1970
 */

/**
 * Caches the newest answers by URL, in memory only. Evicts the least recently used one.
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

        /** Removes one answer, for example if the server now refuses it. @param {string} url */
        drop(url) {
            kept.delete(url);
        },

        /** Removes everything, since another user may sign in. */
        clear() {
            kept.clear();
        },

        get size() {
            return kept.size;
        },
    };
}
