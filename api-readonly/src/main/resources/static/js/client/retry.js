import { pause } from './clock.js';
import { CircuitOpenError, ProblemError, UnreachableError } from './errors.js';

/**
 * @typedef {object} RetryLimits
 * @property {number} tries maximum number of tries, at least 1
 * @property {number} base milliseconds: the longest wait before the second try; doubles with every try
 * @property {number} cap milliseconds: the longest backoff
 * @property {number} total milliseconds: no try starts later than this after the first
 */

/** @type {RetryLimits} */
export const RETRY_LIMITS = { tries: 4, base: 400, cap: 5_000, total: 30_000 };

/** Statuses that may pass in a moment. 500 is not one, since a bug gives the same answer again. */
const PASSING = new Set([408, 425, 429, 502, 503, 504]);

/**
 * Returns how long to wait before the next try: exponential backoff with full jitter, so that pages that failed
 * together don't retry together.
 *
 * @param {number} failed tries so far, from 1
 * @param {Pick<RetryLimits, 'base' | 'cap'>} limits
 * @param {() => number} random in [0, 1)
 */
export function backoff(failed, { base, cap }, random) {
    return random() * Math.min(cap, base * 2 ** (failed - 1));
}

/**
 * Parses a `Retry-After` header: seconds, or an HTTP date.
 *
 * @param {string | null} header
 * @param {number} now milliseconds since 1970
 * @returns {number | null} milliseconds since 1970; null if it isn't valid
 */
export function retryAfter(header, now) {
    if (header === null || header.trim() === '') {
        return null;
    }
    if (/^\d+$/.test(header.trim())) {
        return now + Number(header.trim()) * 1000;
    }
    const date = Date.parse(header);
    return Number.isNaN(date) ? null : Math.max(now, date);
}

/** @param {unknown} error */
export function isPassing(error) {
    if (error instanceof CircuitOpenError) {
        return false;
    }
    return error instanceof UnreachableError || (error instanceof ProblemError && PASSING.has(error.status));
}

/**
 * Creates a function that retries calls after temporary failures. Only for idempotent calls.
 *
 * @param {object} parts
 * @param {import('./clock.js').Clock} parts.clock
 * @param {() => number} parts.random
 * @param {RetryLimits} [parts.limits]
 */
export function createRetry({ clock, random, limits = RETRY_LIMITS }) {
    /**
     * @template T
     * @param {() => Promise<T>} attempt
     * @param {AbortSignal} [signal]
     * @returns {Promise<T>} rejects with the last try's error
     */
    return async function retry(attempt, signal) {
        const begun = clock.now();
        for (let tries = 1; ; tries++) {
            try {
                return await attempt();
            } catch (error) {
                if (tries >= limits.tries || signal?.aborted || !isPassing(error)) {
                    throw error;
                }
                const asked = error instanceof ProblemError ? error.retryAt : null;
                const own = clock.now() + backoff(tries, limits, random);
                const next = Math.max(own, asked ?? 0);
                // The pause would exceed the limit. The caller has to wait until the time in the error.
                if (next - begun > limits.total) {
                    throw error;
                }
                await pause(clock, next - clock.now(), signal);
            }
        }
    };
}
