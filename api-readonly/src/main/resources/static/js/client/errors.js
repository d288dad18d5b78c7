/** No answer came: the network is away, or the server is. */
export class UnreachableError extends Error {
    /** @param {string} message @param {unknown} [cause] what it came from */
    constructor(message, cause) {
        super(message, { cause });
        this.name = 'UnreachableError';
    }
}

/** No whole answer came in time. */
export class TooSlowError extends UnreachableError {
    /** @param {number} milliseconds */
    constructor(milliseconds) {
        super(`The server gave no answer within ${milliseconds / 1000} s.`);
        this.name = 'TooSlowError';
    }
}

/** Not asked at all: the circuit is open after many failures. */
export class CircuitOpenError extends UnreachableError {
    /** @param {number} retryAt milliseconds since 1970 @param {unknown} [cause] the outage that opened it */
    constructor(retryAt, cause) {
        super('The server did not answer several times; it is left alone for a moment.', cause);
        this.name = 'CircuitOpenError';
        this.retryAt = retryAt;
    }
}

/** Nobody is signed in, or no longer. */
export class SignedOutError extends Error {
    /** @param {string} [message] */
    constructor(message = 'The sign-in has ended.') {
        super(message);
        this.name = 'SignedOutError';
    }
}

/**
 * The server answered, with a problem.
 *
 * `problem` is the body of `application/problem+json`, or what could be made of another body.
 */
export class ProblemError extends Error {
    /**
     * @param {number} status
     * @param {Record<string, any>} problem
     * @param {number | null} retryAt when the server wants to be asked again, milliseconds since 1970
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

    /** @returns {string | null} what an engineer finds the request by */
    get traceId() {
        return this.problem.trace_id ?? null;
    }
}

/**
 * True where the server is away or in trouble of its own, so that what was loaded before is still the best there is.
 *
 * @param {unknown} error
 */
export function isOutage(error) {
    return error instanceof UnreachableError || (error instanceof ProblemError && error.status >= 500);
}

/**
 * True for what passes by itself, an outage or a pause that the server asks for: no reason to take data off the screen.
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
