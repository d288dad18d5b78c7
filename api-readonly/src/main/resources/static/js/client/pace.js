/**
 * How often to ask for news: as often as there has been some.
 *
 * What changed a moment ago may change again, what lay still for long likely stays so: the wait is a share of the time
 * since the last change, within bounds. Where changes keep a rhythm, the wait is at most half of their usual gap.
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
         * Something changed.
         *
         * @param {number} [at] when, milliseconds since 1970; a clock that runs ahead of ours counts as now
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

        /** Other data is looked at now: what was learned doesn't hold for it. */
        reset() {
            last = -Infinity;
            gap = null;
        },

        /** Milliseconds until the next question. */
        wait() {
            const age = clock.now() - last;
            const rhythm = gap === null || age > 4 * gap ? Infinity : gap / 2;
            return Math.max(fastest, Math.min(calmest, age * SHARE, rhythm));
        },
    };
}
