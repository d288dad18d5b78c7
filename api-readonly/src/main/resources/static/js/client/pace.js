/**
 * Decides how often to check for new data, from how often it has changed.
 *
 * Data that changed recently is likely to change again soon. The wait is therefore a share of the time since the last
 * change, within bounds. If changes are regular, the wait is at most half of their usual interval.
 *
 * @param {object} parts
 * @param {import('./clock.js').Clock} parts.clock
 * @param {number} [parts.fastest] milliseconds
 * @param {number} [parts.calmest] milliseconds
 */
export function createPace({ clock, fastest = 4_000, calmest = 300_000 }) {
    const SHARE = 1 / 10;
    let last = -Infinity;
    /** @type {number | null} a moving mean of the gaps between changes, milliseconds */
    let gap = null;

    return {
        /**
         * Records a change.
         *
         * @param {number} [at] when, milliseconds since 1970; a time in the future counts as now
         */
        changed(at = clock.now()) {
            const time = Math.min(at, clock.now());
            if (time <= last) {
                return;
            }
            if (last !== -Infinity) {
                gap = gap === null ? time - last : (gap + time - last) / 2;
            }
            last = time;
        },

        /** Starts over, since other data is shown now. */
        reset() {
            last = -Infinity;
            gap = null;
        },

        /** Returns the milliseconds until the next request. */
        wait() {
            const age = clock.now() - last;
            const rhythm = gap === null || age > 4 * gap ? Infinity : gap / 2;
            return Math.max(fastest, Math.min(calmest, age * SHARE, rhythm));
        },
    };
}
