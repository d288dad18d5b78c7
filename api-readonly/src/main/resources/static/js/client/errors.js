/** No answer arrived: the network or the server is down. */
export class UnreachableError extends Error {
    /** @param {string} message @param {unknown} [cause] */
    constructor(message, cause) {
        super(message, { cause });
        this.name = 'UnreachableError';
    }
}

/** No complete answer arrived in time. */
export class TooSlowError extends UnreachableError {
    /** @param {number} milliseconds */
    constructor(milliseconds) {
        super(`The server gave no answer within ${milliseconds / 1000} s.`);
        this.name = 'TooSlowError';
    }
}

/** The request was not sent: the circuit is open after many failures. */
export class CircuitOpenError extends UnreachableError {
    /** @param {number} retryAt milliseconds since 1970 @param {unknown} [cause] the outage that opened it */
    constructor(retryAt, cause) {
        super('The server failed several times; requests are paused for a moment.', cause);
        this.name = 'CircuitOpenError';
        this.retryAt = retryAt;
    }
}

/** No user is signed in, or the sign-in has ended. */
export class SignedOutError extends Error {
    /** @param {string} [message] */
    constructor(message = 'The sign-in has ended.') {
        super(message);
        this.name = 'SignedOutError';
    }
}

/**
 * The server answered with a problem.
 *
 * `problem` is the body of `application/problem+json`, or one derived from another body.
 */
export class ProblemError extends Error {
    /**
     * @param {number} status
     * @param {Record<string, any>} problem
     * @param {number | null} retryAt when the server accepts a retry, milliseconds since 1970
     */
    constructor(status, problem, retryAt = null) {
        super(problem.detail ?? problem.title ?? `The server answered with status ${status}.`);
        this.name = 'ProblemError';
        this.status = status;
        this.problem = problem;
        this.retryAt = retryAt;
    }

    /** The last part of the problem's type, such as `day-not-published`; empty if it has none. */
    get slug() {
        return (
            String(this.problem.type ?? '')
                .split('/')
                .pop() ?? ''
        );
    }

    /** @returns {string | null} the id by which an engineer finds the request */
    get traceId() {
        return this.problem.trace_id ?? null;
    }
}

/**
 * Whether the server is unreachable or failing, so that the data loaded before is the best available.
 *
 * @param {unknown} error
 */
export function isOutage(error) {
    return error instanceof UnreachableError || (error instanceof ProblemError && error.status >= 500);
}

/**
 * Whether the error is temporary: an outage, or a pause that the server requires. The data stays on the screen.
 *
 * @param {unknown} error
 */
export function isSetback(error) {
    return isOutage(error) || (error instanceof ProblemError && error.status === 429);
}

/** @param {unknown} one @param {unknown} other */
export function isSameProblem(one, other) {
    return (
        one instanceof ProblemError &&
        other instanceof ProblemError &&
        one.status === other.status &&
        one.slug === other.slug
    );
}
