import { CircuitOpenError, isOutage } from './errors.js';

/** @typedef {'closed' | 'open' | 'half-open'} CircuitState */

/**
 * A circuit breaker: stops calls to a server that keeps failing.
 *
 * Closed, it passes all calls. After `threshold` outages in a row it opens, and calls fail at once, for at most `rest`
 * milliseconds. Then it is half-open: one call passes as a probe, and its outcome closes or opens the circuit. Each
 * failed probe doubles the time, up to `longestRest`. A refusal (404, 429) is not an outage, since the server answered.
 *
 * @param {object} parts
 * @param {import('./clock.js').Clock} parts.clock
 * @param {() => number} parts.random
 * @param {number} [parts.threshold]
 * @param {number} [parts.rest]
 * @param {number} [parts.longestRest]
 * @param {(state: CircuitState) => void} [parts.changed]
 */
export function createBreaker({
    clock,
    random,
    threshold = 5,
    rest = 5_000,
    longestRest = 20_000,
    changed = () => {},
}) {
    /** @type {CircuitState} */
    let state = 'closed';
    let outages = 0;
    let openings = 0;
    let retryAt = 0;
    let probing = false;
    /** @type {unknown} */
    let outage;

    /** @param {CircuitState} next */
    function become(next) {
        if (state !== next) {
            state = next;
            changed(next);
        }
    }

    function open() {
        const length = Math.min(longestRest, rest * 2 ** openings);
        openings++;
        // Half of the time is random, so that pages that lost the server together don't probe it together.
        retryAt = clock.now() + length / 2 + (random() * length) / 2;
        become('open');
    }

    function succeeded() {
        outages = 0;
        openings = 0;
        become('closed');
    }

    /** @param {unknown} error */
    function failed(error) {
        outages++;
        outage = error;
        if (state === 'half-open' || (state === 'closed' && outages >= threshold)) {
            open();
        }
    }

    return {
        get state() {
            return state;
        },

        /** When the next call may pass, milliseconds since 1970; 0 if it may now. */
        get retryAt() {
            return state === 'open' ? retryAt : 0;
        },

        /** Lets the next call pass as a probe, for example when the network is back. */
        hint() {
            if (state === 'open') {
                retryAt = clock.now();
            }
        },

        /**
         * @template T
         * @param {() => Promise<T>} call
         * @returns {Promise<T>}
         */
        async run(call) {
            if (state === 'open' && clock.now() >= retryAt) {
                become('half-open');
            }
            if (state === 'open' || (state === 'half-open' && probing)) {
                throw new CircuitOpenError(Math.max(retryAt, clock.now() + 1_000), outage);
            }
            const probe = state === 'half-open';
            probing ||= probe;
            try {
                const result = await call();
                succeeded();
                return result;
            } catch (error) {
                if (isOutage(error)) {
                    failed(error);
                } else if (!isAborted(error)) {
                    succeeded();
                }
                throw error;
            } finally {
                if (probe) {
                    probing = false;
                }
            }
        },
    };
}

/** An aborted call says nothing about the server. @param {unknown} error */
function isAborted(error) {
    return error instanceof Error && error.name === 'AbortError';
}
