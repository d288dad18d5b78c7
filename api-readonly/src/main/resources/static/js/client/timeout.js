import { TooSlowError } from './errors.js';

/**
 * Runs a call with a signal that aborts after a time, or when the caller's own signal aborts.
 *
 * @template T
 * @param {import('./clock.js').Clock} clock
 * @param {number} milliseconds
 * @param {AbortSignal | undefined} outer
 * @param {(signal: AbortSignal) => Promise<T>} call
 * @returns {Promise<T>} rejects with {@link TooSlowError} when the time is up
 */
export async function withTimeout(clock, milliseconds, outer, call) {
    const controller = new AbortController();
    const follow = () => controller.abort(outer?.reason);
    if (outer?.aborted) {
        follow();
    }
    outer?.addEventListener('abort', follow, { once: true });
    const late = new TooSlowError(milliseconds);
    const cancel = clock.after(milliseconds, () => controller.abort(late));
    try {
        return await call(controller.signal);
    } catch (error) {
        // Browsers reject an aborted fetch with different errors; throw the reason of the abort instead.
        throw controller.signal.aborted ? (controller.signal.reason ?? error) : error;
    } finally {
        cancel();
        outer?.removeEventListener('abort', follow);
    }
}
