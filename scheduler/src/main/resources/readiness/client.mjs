// Plays a scene with the client's modules, which lie beside this file, against a server that fails on purpose. Prints
// what was seen and what was wrong as one JSON object.
import { createBreaker } from './breaker.js';
import { systemClock as clock } from './clock.js';
import { CircuitOpenError, ProblemError, TooSlowError, UnreachableError } from './errors.js';
import { createHttp } from './http.js';
import { createRetry } from './retry.js';

const [, , scene, server] = process.argv;
const seen = [];
const wrong = [];
const random = Math.random;

const LIMITS = { tries: 4, base: 250, cap: 500, total: 10_000 };
/** Timers and requests take a moment of their own. */
const SLACK = 300;

function expect(holds, right, otherwise) {
    (holds ? seen : wrong).push(holds ? right : otherwise);
}

const exchange = createHttp({ fetch, clock, timeout: 2_000 });
const retry = createRetry({ clock, random, limits: { ...LIMITS, base: 50, cap: 200 } });

async function asked(path) {
    return (await exchange(`${server}/asked?${path}`)).body;
}

/** How a call ended: its value or its error, the pauses between its tries, and how long it all took. */
async function played(call, retrying = retry) {
    const at = [];
    const begun = clock.now();
    const outcome = await retrying(() => {
        at.push(clock.now());
        return call();
    }).then(
        value => ({ value }),
        error => ({ error }),
    );
    return { ...outcome, pauses: at.slice(1).map((time, n) => time - at[n]), took: clock.now() - begun };
}

/** The pauses before the second and the third try; null, and told, unless the third is answered. */
async function pauses(path, chance) {
    const retrying = createRetry({ clock, random: chance, limits: LIMITS });
    const { value, error, pauses: taken } = await played(() => exchange(server + path), retrying);
    if (value === undefined || taken.length !== 2) {
        wrong.push(`after two failures it wasn't answered at the third try: ${error ?? taken.length}`);
        return null;
    }
    return taken;
}

const scenes = {
    async retry() {
        const least = await pauses('/flaky/least', () => 0);
        const most = await pauses('/flaky/most', () => 0.999);
        const chance = await pauses('/flaky/chance', Math.random);
        if (least === null || most === null || chance === null) {
            return;
        }
        seen.push('two failures in a row were passed, three times of three');
        expect(
            most[0] <= LIMITS.base + SLACK && most[1] <= LIMITS.base * 2 + SLACK,
            `pauses up to ${most[0]} and ${most[1]} ms`,
            `pauses of ${most[0]} and ${most[1]} ms are longer than they may be`,
        );
        expect(most[1] - most[0] > LIMITS.base / 2, 'they grow', 'they do not grow');
        expect(
            most[0] - least[0] > LIMITS.base / 2 && most[1] - least[1] > LIMITS.base / 2,
            `chance takes any part of them, down to ${Math.min(...least)} ms`,
            'they are not by chance: clients that failed together come back together',
        );
        for (const path of ['/missing', '/bug']) {
            const { error, pauses } = await played(() => exchange(server + path));
            expect(
                error instanceof ProblemError && pauses.length === 0,
                `${error?.status} is not tried again`,
                `${path} was tried ${pauses.length + 1} times`,
            );
        }
    },

    async pause() {
        const { value, pauses } = await played(() => exchange(`${server}/limited/1`));
        expect(value !== undefined, 'it was answered at last', 'it was never answered');
        expect(
            pauses.length === 1 && pauses[0] >= 950,
            `it waited ${pauses[0]} ms for the second that was asked for`,
            `it waited ${pauses[0]} ms where a second was asked for`,
        );
    },

    async timeout() {
        const impatient = createHttp({ fetch, clock, timeout: 200 });
        const silent = await played(() => impatient(`${server}/silent`));
        expect(
            silent.error instanceof TooSlowError && silent.took < 2_500,
            `a silent server was given up after ${silent.took} ms`,
            `a silent server: ${silent.error?.name ?? 'no error'} after ${silent.took} ms`,
        );
        const broken = await played(() => exchange(`${server}/broken/1`));
        expect(
            broken.value !== undefined && broken.pauses.length === 1,
            'an answer that broke off was asked for again',
            `an answer that broke off: ${broken.error?.name ?? 'taken for whole'}`,
        );
        const nobody = await played(() => impatient('http://127.0.0.1:1/'));
        expect(
            nobody.error instanceof UnreachableError,
            'nobody there is told as unreachable',
            `nobody there: ${nobody.error?.name ?? 'no error'}`,
        );
    },

    async breaker() {
        const states = [];
        const breaker = createBreaker({
            clock,
            random,
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
            'none of 20 calls reached the server meanwhile',
            `${reached} of 20 calls reached the server while it was to be left alone`,
        );
        await exchange(`${server}/heal`);
        await new Promise(resolve => setTimeout(resolve, Math.max(0, breaker.retryAt - clock.now()) + 20));
        const probe = await call().catch(error => error);
        expect(
            !(probe instanceof Error) && breaker.state === 'closed',
            `a probe closed it (${states.join(', ')})`,
            `it is ${breaker.state} after the server was well again`,
        );
    },
};

await scenes[scene]();
console.log(JSON.stringify({ seen, wrong }));
// A request to the silent server may still be open.
process.exit(0);
