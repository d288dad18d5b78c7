/**
 * The clock of the client code. It is injected, so that tests can set the time.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(milliseconds: number, run: () => void) => () => void} after runs once; returns a cancel function
 */

/** @type {Clock} */
export const systemClock = {
    now: () => Date.now(),
    after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
    },
};

/**
 * @param {Clock} clock
 * @param {number} milliseconds
 * @param {AbortSignal} [signal] ends the wait early, with the signal's reason
 * @returns {Promise<void>}
 */
export function pause(clock, milliseconds, signal) {
    return new Promise((resolve, reject) => {
        if (signal?.aborted) {
            reject(signal.reason);
            return;
        }
        const stop = () => {
            cancel();
            reject(signal?.reason);
        };
        const cancel = clock.after(milliseconds, () => {
            signal?.removeEventListener('abort', stop);
            resolve();
        });
        signal?.addEventListener('abort', stop, { once: true });
    });
}
