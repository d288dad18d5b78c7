import { ProblemError, UnreachableError } from './errors.js';
import { retryAfter } from './retry.js';
import { withTimeout } from './timeout.js';

/** Time limit of one try, including the body, in milliseconds. */
export const TRY_TIMEOUT = 8_000;

/**
 * Sends one request and reads its answer, without retries, cache or credentials.
 *
 * @param {object} parts
 * @param {typeof fetch} parts.fetch
 * @param {import('./clock.js').Clock} parts.clock
 * @param {number} [parts.timeout]
 */
export function createHttp({ fetch, clock, timeout = TRY_TIMEOUT }) {
    /**
     * @param {string} url
     * @param {RequestInit} [options]
     * @returns {Promise<{ status: number, etag: string | null, body: any }>} of statuses 200 to 299, and 304
     * @throws {ProblemError} for every other status
     * @throws {UnreachableError} without a complete answer
     */
    return function exchange(url, options = {}) {
        const { signal, ...rest } = options;
        return withTimeout(clock, timeout, signal ?? undefined, async inner => {
            // The browser's cache would handle the 304 itself and store private data on disk.
            const response = await reached(() =>
                fetch(url, {
                    ...rest,
                    signal: inner,
                    cache: 'no-store',
                    credentials: 'same-origin',
                    redirect: 'error',
                }),
            );
            if (response.ok || response.status === 304) {
                const empty = response.status === 304 || response.status === 204;
                const body = empty ? null : await reached(() => response.json());
                return { status: response.status, etag: response.headers.get('ETag'), body };
            }
            const problem = await problemOf(response);
            throw new ProblemError(
                response.status,
                problem,
                retryAfter(response.headers.get('Retry-After'), clock.now()),
            );
        });
    };
}

/** @template T @param {() => Promise<T>} call @returns {Promise<T>} */
async function reached(call) {
    try {
        return await call();
    } catch (error) {
        throw new UnreachableError('The server cannot be reached.', error);
    }
}

/** @param {Response} response @returns {Promise<Record<string, any>>} */
async function problemOf(response) {
    const json = (response.headers.get('Content-Type') ?? '').includes('json');
    try {
        const body = json ? await response.json() : null;
        return body !== null && typeof body === 'object' ? body : {};
    } catch {
        // If the body is cut off, the status still tells the problem.
        return {};
    }
}
