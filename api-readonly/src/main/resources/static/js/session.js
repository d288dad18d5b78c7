import { ProblemError, SignedOutError } from './client/errors.js';

/** Milliseconds before its end at which an access token is no longer used. */
const MARGIN = 60_000;

/**
 * Who is signed in. The access token lives in this closure alone; the refresh token in a cookie that no script can
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
 * @param {<T>(run: () => Promise<T>) => Promise<T>} [parts.alone] runs one at a time over all tabs of this browser:
 *     they share the cookie, and a refresh token that is used twice ends the sign-in
 * @param {() => string} [parts.newAttempt] names an attempt to refresh by chance
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
     * The attempt whose answer hasn't come. The server may have given out the next cookie already, which got lost on the
     * way: under the same name it gives it again, where it would else see a second use of the old one.
     *
     * @type {string | null}
     */
    let attempt = null;
    /** Counts sign-ins and sign-outs, so that a refresh that was on its way doesn't undo one. */
    let era = 0;

    /** @param {string} path @param {object} [body] */
    async function post(path, body) {
        return exchange(path, {
            method: 'POST',
            // The header proves to the server that a script of this origin asks: other sites can't set it.
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

    /** Many may ask at once; one request goes out. */
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
         * Trades a one-time code. Not tried again when it fails: the code may be used up.
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
         * Goes on with the sign-in of this browser, if it has one.
         *
         * @throws {SignedOutError} if it has none
         */
        resume: refresh,

        /** @returns {Promise<string>} a token that holds for a while */
        async token() {
            if (signedIn !== null && signedIn.expiresAt - clock.now() > MARGIN) {
                return signedIn.token;
            }
            try {
                return (await refresh()).token;
            } catch (error) {
                // No new token now, but the old one still holds for some seconds.
                if (!(error instanceof SignedOutError) && signedIn !== null && signedIn.expiresAt > clock.now()) {
                    return signedIn.token;
                }
                throw error;
            }
        },

        /**
         * @param {string} refused the token that the server didn't take
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
