import { ProblemError, SignedOutError } from './errors.js';

/**
 * Reads from the API, with the access token, the ETag of the previous answer, retries and the circuit breaker.
 *
 * @typedef {object} Answer
 * @property {any} body
 * @property {boolean} changed false if the previous answer is still current
 * @property {number} at when the server confirmed it, milliseconds since 1970
 */

/**
 * @param {object} parts
 * @param {ReturnType<import('./http.js').createHttp>} parts.exchange
 * @param {ReturnType<import('./retry.js').createRetry>} parts.retry
 * @param {ReturnType<import('./breaker.js').createBreaker>} parts.breaker
 * @param {ReturnType<import('./cache.js').createCache>} parts.cache
 * @param {{ token(): Promise<string>, renew(refused: string): Promise<string> }} parts.session
 * @param {import('./clock.js').Clock} parts.clock
 */
export function createReader({ exchange, retry, breaker, cache, session, clock }) {
    /** @param {string} url @param {string} token @param {AbortSignal} [signal] */
    function attempt(url, token, signal) {
        return retry(
            () =>
                breaker.run(() => {
                    const etag = cache.get(url)?.etag;
                    const headers = {
                        Accept: 'application/json, application/problem+json',
                        Authorization: `Bearer ${token}`,
                    };
                    return exchange(url, { signal, headers: etag ? { ...headers, 'If-None-Match': etag } : headers });
                }),
            signal,
        );
    }

    /**
     * A refused token is renewed once; if the new one is refused too, the sign-in is over.
     *
     * @param {string} url @param {AbortSignal} [signal]
     */
    async function authorized(url, signal) {
        const token = await session.token();
        try {
            return await attempt(url, token, signal);
        } catch (error) {
            if (!isRefused(error)) {
                throw error;
            }
        }
        const renewed = await session.renew(token);
        try {
            return await attempt(url, renewed, signal);
        } catch (error) {
            throw isRefused(error) ? new SignedOutError() : error;
        }
    }

    return {
        /**
         * @param {string} url
         * @param {AbortSignal} [signal]
         * @returns {Promise<Answer>}
         * @throws {SignedOutError} if the server refuses both the token and a renewed one
         */
        async get(url, signal) {
            try {
                const { status, etag, body } = await authorized(url, signal);
                const before = cache.get(url);
                if (status === 304) {
                    if (before === undefined) {
                        // Evicted during the request: request it again in full.
                        return this.get(url, signal);
                    }
                    before.at = clock.now();
                    return { body: before.body, changed: false, at: before.at };
                }
                // The same ETag also means no change.
                const changed = etag === null || etag !== before?.etag;
                cache.put(url, { etag, body, at: clock.now() });
                return { body, changed, at: clock.now() };
            } catch (error) {
                if (error instanceof ProblemError && error.status === 404) {
                    cache.drop(url);
                }
                throw error;
            }
        },

        /** Returns the last answer from this URL, however old. @param {string} url */
        last(url) {
            return cache.get(url);
        },
    };
}

/** @param {unknown} error */
function isRefused(error) {
    return error instanceof ProblemError && error.status === 401;
}
