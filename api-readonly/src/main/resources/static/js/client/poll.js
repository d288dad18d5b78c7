import { CircuitOpenError, ProblemError } from './errors.js';
import { backoff } from './retry.js';

/** Milliseconds between questions that are refused. */
const REFUSED = 60_000;

/**
 * Asks for news again and again: never twice at once, never in a hidden tab, at once when the tab is seen again.
 *
 * @param {object} parts
 * @param {import('./clock.js').Clock} parts.clock
 * @param {() => number} parts.random
 * @param {() => Promise<void>} parts.ask reports changes to the pace by itself
 * @param {{ wait(): number }} parts.pace
 * @param {() => boolean} parts.visible
 * @param {{ base: number, cap: number }} [parts.failing] milliseconds between questions while they fail
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
            // The server is well and refuses: it will do so for a while.
            return REFUSED;
        }
        const asked =
            error instanceof ProblemError || error instanceof CircuitOpenError ? (error.retryAt ?? 0) - clock.now() : 0;
        // Never at once: full jitter may be nothing, and here nothing else holds us back.
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
            // A tenth more or less: many pages opened at once must not ask in step for ever.
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

        /** Asks now; while a question is open, once more after it, however often this is called. */
        poke() {
            return turn();
        },

        /** To be called when the tab was hidden or is seen again. */
        visibilityChanged() {
            return visible() ? turn() : cancel();
        },

        /** When the next question is due, milliseconds since 1970. */
        get nextAt() {
            return nextAt;
        },
    };
}
