// Plays a scene with the client's modules, which are next to this file, against a server that fails on purpose. Prints
// observations and faults as one JSON object.
import { createBreaker } from './breaker.js';
import { systemClock } from './clock.js';
import { CircuitOpenError, ProblemError, TooSlowError, UnreachableError } from './errors.js';
import { createHttp } from './http.js';
import { createRetry } from './retry.js';

const [, , scene, server] = process.argv;
const seen = [];
const wrong = [];

/** The limits of the measured retries. Pauses double from the base up to the cap. */
const LIMITS = { tries: 4, base: 250, cap: 500, total: 10_000 };
const MOST = 0.999;

function expect(holds, right, otherwise) {
    (holds ? seen : wrong).push(holds ? right : otherwise);
}

/**
 * The clock of a scene. It advances only when the client pauses, by the length of the pause but without waiting. So the
 * client's behavior depends on neither chance nor the speed of the machine.
 */
const time = {
    at: Date.parse('2026-11-21T12:00:00Z'),
    pauses: [],
    now: () => time.at,
    after(milliseconds, run) {
        time.pauses.push(milliseconds);
        const timer = setTimeout(() => {
            time.at += milliseconds;
            run();
        });
        return () => clearTimeout(timer);
    },
};

/** The timeouts of a scene. They are recorded, and take real time. */
const timeouts = [];
const patience = {
    now: time.now,
    after(milliseconds, run) {
        timeouts.push(milliseconds);
        return systemClock.after(milliseconds, run);
    },
};

const exchange = createHttp({ fetch, clock: { now: time.now, after: () => () => {} } });
const retry = retrying(0.5);

/** Returns a retry whose random numbers are all the same. */
function retrying(chance) {
    return createRetry({ clock: time, random: () => chance, limits: LIMITS });
}

async function asked(path) {
    return (await exchange(`${server}/asked?${path}`)).body;
}

/** Returns a call's value or error, and the pauses between its attempts. */
async function played(call, by = retry) {
    time.pauses = [];
    const outcome = await by(call).then(
        value => ({ value }),
        error => ({ error }),
    );
    return { ...outcome, pauses: time.pauses.map(Math.round) };
}

/**
 * Returns the two pauses of a call to a server that fails twice. If the call fails or pauses otherwise, adds a fault and
 * returns null.
 */
async function pauses(path, chance) {
    const { value, error, pauses: taken } = await played(() => exchange(server + path), retrying(chance));
    if (value === undefined || taken.length !== 2) {
        const outcome = value === undefined ? `failed (${error})` : 'succeeded';
        wrong.push(`a call to a server that fails twice ${outcome} after ${taken.length} pauses instead of 2`);
        return null;
    }
    return taken;
}

const scenes = {
    async retry() {
        const least = await pauses('/flaky/least', 0);
        const middle = await pauses('/flaky/middle', 0.5);
        const most = await pauses('/flaky/most', MOST);
        if (least === null || middle === null || most === null) {
            return;
        }
        seen.push('three of three calls succeeded after two failures each');
        expect(
            most[0] <= LIMITS.base && most[1] <= LIMITS.base * 2,
            `pauses up to ${most[0]} and ${most[1]} ms`,
            `pauses of ${most[0]} and ${most[1]} ms exceed their limits`,
        );
        expect(most[1] - most[0] > LIMITS.base / 2, 'the pauses grow', 'the pauses do not grow');
        expect(
            [0, 1].every(n => middle[n] - least[n] > most[n] / 4 && most[n] - middle[n] > most[n] / 4),
            `the pauses are random, from ${Math.min(...least)} ms`,
            'the pauses are not random: clients that failed together retry together',
        );
        for (const path of ['/missing', '/bug']) {
            const { error, pauses } = await played(() => exchange(server + path));
            expect(
                error instanceof ProblemError && pauses.length === 0,
                `${error?.status} is not retried`,
                `${path}: ${error?.name ?? 'no error'} after ${pauses.length} pauses`,
            );
        }
    },

    async pause() {
        const { value, pauses } = await played(() => exchange(`${server}/limited/1`));
        expect(value !== undefined, 'the call succeeded', 'the call never succeeded');
        expect(
            pauses.length === 1 && pauses[0] === 1_000,
            `it waited ${pauses[0]} ms for a Retry-After of 1 s`,
            `it waited ${pauses.join(', ') || 0} ms although Retry-After was 1 s`,
        );
        // The page's own clock: timers may be late but never early.
        const begun = performance.now();
        await new Promise(resolve => systemClock.after(50, resolve));
        expect(performance.now() - begun > 45, 'a pause lasts as long as it should', 'a pause ends too early');
    },

    async timeout() {
        const impatient = createHttp({ fetch, clock: patience, timeout: 200 });
        const silent = await played(() => impatient(`${server}/silent`));
        expect(
            silent.error instanceof TooSlowError && timeouts.length > 0 && timeouts.every(limit => limit === 200),
            `requests to a silent server timed out after ${timeouts[0]} ms, ${timeouts.length} times`,
            `a silent server: ${silent.error?.name ?? 'no error'} after ${timeouts.join(', ')} ms`,
        );
        const broken = await played(() => exchange(`${server}/broken/1`));
        expect(
            broken.value !== undefined && broken.pauses.length === 1,
            'an incomplete answer was requested again',
            `an incomplete answer: ${broken.error?.name ?? 'taken for complete'}`,
        );
        const missing = await played(() => exchange('http://127.0.0.1:1/'));
        expect(
            missing.error instanceof UnreachableError,
            'a missing server is reported as unreachable',
            `a missing server: ${missing.error?.name ?? 'no error'}`,
        );
    },

    async breaker() {
        const states = [];
        const breaker = createBreaker({
            clock: time,
            random: () => 0.5,
            threshold: 3,
            rest: 400,
            longestRest: 800,
            changed: state => states.push(state),
        });
        const call = () => breaker.run(() => exchange(`${server}/down`));
        for (let n = 0; n < 3; n++) {
            await call().catch(() => {});
        }
        expect(breaker.state === 'open', 'three outages opened the circuit', 'three outages left the circuit closed');
        const before = await asked('/down');
        let refused = 0;
        for (let n = 0; n < 20; n++) {
            await call().catch(error => {
                refused += error instanceof CircuitOpenError ? 1 : 0;
            });
        }
        const reached = (await asked('/down')) - before;
        expect(
            refused === 20 && reached === 0,
            'none of 20 calls reached the server while the circuit was open',
            `${reached} of 20 calls reached the server while the circuit was open`,
        );
        await exchange(`${server}/heal`);
        time.at = Math.max(time.at, breaker.retryAt);
        const probe = await call().catch(error => error);
        expect(
            !(probe instanceof Error) && breaker.state === 'closed',
            `a probe closed the circuit (${states.join(', ')})`,
            `the circuit is ${breaker.state} after the server recovered`,
        );
    },
};

await scenes[scene]();
console.log(JSON.stringify({ seen, wrong }));
// A request to the silent server may still be open.
process.exit(0);
