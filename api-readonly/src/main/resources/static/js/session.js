import { ProblemError, SignedOutError } from './client/errors.js';

/** An access token is renewed this long before it expires, in milliseconds. */
const MARGIN = 60_000;

/**
 * The signed-in user. The access token is only in this closure. The refresh token is in a cookie that scripts can't
 * read.
 *
 * @typedef {object} SignedIn
 * @property {string} token
 * @property {number} expiresAt milliseconds since 1970
 * @property {string[]} collars
 * @property {string[]} permissions
 */

/**
 * @param {object} parts
 * @param {ReturnType<import('./client/http.js').createHttp>} parts.exchange
 * @param {import('./client/clock.js').Clock} parts.clock
 * @param {<T>(run: () => Promise<T>) => Promise<T>} [parts.alone] runs one call at a time across all tabs of this
 *     browser: they share the cookie, and using a refresh token twice ends the sign-in
 * @param {() => string} [parts.newAttempt] returns a random name for a refresh attempt
 */
export function createSession({
    exchange,
    clock,
    alone = run => run(),
    newAttempt = () => crypto.randomUUID(),
}) {
    /** @type {SignedIn | null} */
    let signedIn = null;
    /** @type {Promise<SignedIn> | null} */
    let refreshing = null;
    /**
     * The name of the refresh attempt whose answer hasn't arrived. The server may have issued the next cookie in an
     * answer that was lost. A retry under the same name gets that cookie again; without the name, it would count as
     * reuse of the old one.
     *
     * @type {string | null}
     */
    let attempt = null;
    /** Counts sign-ins and sign-outs, so that a refresh in progress doesn't undo one. */
    let era = 0;

    /** @param {string} path @param {object} [body] */
    async function post(path, body) {
        return exchange(path, {
            method: 'POST',
            // Proves that a script of this origin sends the request: other sites can't set this header.
            headers: { 'X-Petty-Client': 'page', ...(body && { 'Content-Type': 'application/json' }) },
            body: body && JSON.stringify(body),
        });
    }

    /** @param {any} body @returns {SignedIn} */
    function take(body) {
        signedIn = {
            token: body.access_token,
            expiresAt: clock.now() + body.expires_in * 1000,
            collars: body.collars ?? [],
            permissions: body.permissions ?? [],
        };
        return signedIn;
    }

    async function refreshed() {
        const begun = era;
        try {
            attempt ??= newAttempt();
            const { body } = await alone(() => post('/v1/tokens/refresh', { attempt }));
            attempt = null;
            if (begun !== era) {
                throw new SignedOutError();
            }
            return take(body);
        } catch (error) {
            if (error instanceof ProblemError && [400, 401, 403].includes(error.status)) {
                attempt = null;
                signedIn = begun === era ? null : signedIn;
                throw new SignedOutError();
            }
            throw error;
        }
    }

    /** Concurrent calls share one request. */
    function refresh() {
        refreshing ??= refreshed().finally(() => {
            refreshing = null;
        });
        return refreshing;
    }

    return {
        /** @returns {SignedIn | null} */
        get current() {
            return signedIn;
        },

        /** @param {string} permission */
        may(permission) {
            return signedIn?.permissions.includes(permission) ?? false;
        },

        /**
         * Exchanges a one-time code for tokens. Not retried, since the code may already be used.
         *
         * @param {string} code
         * @throws {ProblemError} for a code that is unknown, used or too old
         */
        async signIn(code) {
            era++;
            attempt = null;
            const { body } = await post('/v1/tokens', { code, cookie: true });
            return take(body);
        },

        /**
         * Resumes the sign-in of this browser, if it has one.
         *
         * @throws {SignedOutError} if it has none
         */
        resume: refresh,

        /** @returns {Promise<string>} a token that doesn't expire soon */
        async token() {
            if (signedIn !== null && signedIn.expiresAt - clock.now() > MARGIN) {
                return signedIn.token;
            }
            try {
                return (await refresh()).token;
            } catch (error) {
                // No new token now, but the old one is still valid for some seconds.
                if (!(error instanceof SignedOutError) && signedIn !== null && signedIn.expiresAt > clock.now()) {
                    return signedIn.token;
                }
                throw error;
            }
        },

        /**
         * @param {string} refused the token that the server refused
         * @returns {Promise<string>} another one
         */
        async renew(refused) {
            if (signedIn !== null && signedIn.token !== refused) {
                return signedIn.token;
            }
            return (await refresh()).token;
        },

        /** Forgets the token here, then ends the sign-in at the server. */
        async signOut() {
            era++;
            signedIn = null;
            await alone(() => post('/v1/tokens/revoke'));
        },
    };
}
