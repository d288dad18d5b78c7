import { CircuitOpenError, ProblemError } from './errors.js';
import { backoff } from './retry.js';

/** Time between requests while they are refused, in milliseconds. */
const REFUSED = 60_000;

/**
 * Polls for new data: one request at a time, none in a hidden tab, and immediately when the tab is shown again.
 *
 * @param {object} parts
 * @param {import('./clock.js').Clock} parts.clock
 * @param {() => number} parts.random
 * @param {() => Promise<void>} parts.ask makes the requests, and reports changes to the pace
 * @param {{ wait(): number }} parts.pace
 * @param {() => boolean} parts.visible
 * @param {{ base: number, cap: number }} [parts.failing] milliseconds between requests while they fail
 */
export function createPoller({ clock, random, ask, pace, visible, failing = { base: 4_000, cap: 20_000 } }) {
    let running = false;
    let asking = false;
    let again = false;
    let failures = 0;
    let nextAt = 0;
    let cancel = () => {};

    /** @param {unknown} error */
    function waitAfter(error) {
        if (error instanceof ProblemError && error.status < 500 && error.status !== 429) {
            // The server works but refuses the requests, and will probably refuse them for a while.
            return REFUSED;
        }
        const asked =
            error instanceof ProblemError || error instanceof CircuitOpenError ? (error.retryAt ?? 0) - clock.now() : 0;
        // Never immediately: full jitter may be 0, and nothing else limits the rate here.
        return Math.max(asked, failing.base / 4 + backoff(failures, failing, random));
    }

    /** @param {number} wait milliseconds */
    function plan(wait) {
        cancel();
        nextAt = clock.now() + wait;
        cancel = clock.after(wait, turn);
    }

    async function turn() {
        cancel();
        if (!running || !visible()) {
            return;
        }
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        again = false;
        let wait;
        try {
            await ask();
            failures = 0;
            // Varies by a tenth, so that pages opened together don't keep polling together.
            wait = pace.wait() * (0.9 + random() * 0.2);
        } catch (error) {
            failures++;
            wait = waitAfter(error);
        } finally {
            asking = false;
        }
        if (running && visible()) {
            plan(again ? 0 : wait);
        }
    }

    return {
        start() {
            if (!running) {
                running = true;
                return turn();
            }
            return undefined;
        },

        stop() {
            running = false;
            again = false;
            cancel();
        },

        /** Polls now. During a request, polls once more after it, however often this is called. */
        poke() {
            return turn();
        },

        /** Call this when the tab is hidden or shown. */
        visibilityChanged() {
            return visible() ? turn() : cancel();
        },

        /** When the next request is due, milliseconds since 1970. */
        get nextAt() {
            return nextAt;
        },
    };
}
