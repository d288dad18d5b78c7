import assert from 'node:assert/strict';
import test from 'node:test';
import {
    CircuitOpenError,
    ProblemError,
    TooSlowError,
    UnreachableError,
} from '../../main/resources/static/js/client/errors.js';
import { backoff, createRetry, isPassing, retryAfter } from '../../main/resources/static/js/client/retry.js';
import { withTimeout } from '../../main/resources/static/js/client/timeout.js';
import { handClock, silence } from './support.mjs';

const LIMITS = { tries: 4, base: 400, cap: 5_000, total: 30_000 };

/** A call that fails with each of these errors in turn and then succeeds, and the times of its tries. */
function failing(clock, ...errors) {
    const at = [];
    const begun = clock.now();
    return {
        at,
        call: async () => {
            at.push(clock.now() - begun);
            const error = errors.shift();
            if (error !== undefined) {
                throw error;
            }
            return 'done';
        },
    };
}

test('the longest wait doubles with every try, up to the cap, and jitter picks any part of it', () => {
    const longest = [1, 2, 3, 4, 5, 6].map(failed => backoff(failed, LIMITS, () => 1));
    assert.deepEqual(longest, [400, 800, 1_600, 3_200, 5_000, 5_000]);
    assert.equal(
        backoff(3, LIMITS, () => 0),
        0,
    );
    for (let n = 0; n < 1_000; n++) {
        const wait = backoff(3, LIMITS, () => n / 1_000);
        assert.ok(wait >= 0 && wait < 1_600);
    }
});

test('retries temporary failures, after each wait', async () => {
    const clock = handClock();
    const { at, call } = failing(clock, new UnreachableError('away'), new ProblemError(503, {}));
    const result = createRetry({ clock, random: () => 0.5, limits: LIMITS })(call);
    await clock.advance(10_000);
    assert.equal(await result, 'done');
    assert.deepEqual(at, [0, 200, 600]);
});

test('gives up after the last try, with its error', async () => {
    const clock = handClock();
    const last = new ProblemError(504, { title: 'last' });
    const { at, call } = failing(
        clock,
        new UnreachableError('1'),
        new UnreachableError('2'),
        new UnreachableError('3'),
        last,
    );
    const result = createRetry({ clock, random: () => 0, limits: LIMITS })(call);
    const failure = assert.rejects(result, error => error === last);
    await clock.advance(10_000);
    await failure;
    assert.equal(at.length, 4);
});

test('never retries permanent failures', async () => {
    for (const status of [400, 401, 403, 404, 409, 500, 501]) {
        assert.equal(isPassing(new ProblemError(status, {})), false, String(status));
    }
    for (const status of [408, 425, 429, 502, 503, 504]) {
        assert.equal(isPassing(new ProblemError(status, {})), true, String(status));
    }
    assert.equal(isPassing(new TypeError('a bug of ours')), false);
    assert.equal(isPassing(new CircuitOpenError(0)), false);
    assert.equal(isPassing(new TooSlowError(8_000)), true);
});

test('waits as long as the server asks', async () => {
    const clock = handClock();
    const { at, call } = failing(clock, new ProblemError(429, {}, clock.now() + 7_000));
    const result = createRetry({ clock, random: () => 0.5, limits: LIMITS })(call);
    await clock.advance(20_000);
    assert.equal(await result, 'done');
    assert.deepEqual(at, [0, 7_000]);
});

test('does not wait out a pause longer than its limit, but tells the caller when it ends', async () => {
    const clock = handClock();
    const pause = new ProblemError(429, {}, clock.now() + 120_000);
    const { at, call } = failing(clock, pause);
    await assert.rejects(
        createRetry({ clock, random: () => 0, limits: LIMITS })(call),
        error => error.retryAt === pause.retryAt,
    );
    assert.equal(at.length, 1);
});

test('stops waiting when the caller aborts', async () => {
    const clock = handClock();
    const controller = new AbortController();
    const { at, call } = failing(clock, new UnreachableError('away'));
    const result = createRetry({ clock, random: () => 1, limits: LIMITS })(call, controller.signal);
    const failure = assert.rejects(result, { name: 'AbortError' });
    await clock.advance(100);
    controller.abort();
    await failure;
    await clock.advance(10_000);
    assert.equal(at.length, 1);
    assert.equal(clock.pending, 0);
});

test('reads Retry-After as seconds and as a date', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    assert.equal(retryAfter('30', now), now + 30_000);
    assert.equal(retryAfter('Sat, 21 Nov 2026 12:01:00 GMT', now), now + 60_000);
    assert.equal(retryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now), now, 'a time in the past counts as now');
    assert.equal(retryAfter(null, now), null);
    assert.equal(retryAfter('', now), null);
    assert.equal(retryAfter('soon', now), null);
});

test('aborts a try that takes too long', async () => {
    const clock = handClock();
    const result = withTimeout(clock, 8_000, undefined, signal => silence('', { signal }));
    const failure = assert.rejects(result, TooSlowError);
    await clock.advance(8_000);
    await failure;
});

test('distinguishes an abort from a timeout', async () => {
    const clock = handClock();
    const controller = new AbortController();
    const result = withTimeout(clock, 8_000, controller.signal, signal => silence('', { signal }));
    const failure = assert.rejects(result, { name: 'AbortError' });
    controller.abort();
    await failure;
    assert.equal(clock.pending, 0);
});
