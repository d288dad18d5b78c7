import assert from 'node:assert/strict';
import test from 'node:test';
import { createBreaker } from '../../main/resources/static/js/client/breaker.js';
import { CircuitOpenError, ProblemError, UnreachableError } from '../../main/resources/static/js/client/errors.js';
import { deferred, handClock } from './support.mjs';

const away = async () => {
    throw new UnreachableError('away');
};
const fine = async () => 'fine';

function breaker(extra = {}) {
    const clock = handClock();
    const states = [];
    const circuit = createBreaker({
        clock,
        random: () => 1,
        threshold: 3,
        rest: 4_000,
        longestRest: 10_000,
        changed: state => states.push(state),
        ...extra,
    });
    return { clock, circuit, states };
}

async function fail(circuit, times) {
    for (let n = 0; n < times; n++) {
        await assert.rejects(circuit.run(away));
    }
}

test('opens after the threshold of outages in a row, and then sends nothing', async () => {
    const { clock, circuit } = breaker();
    await fail(circuit, 2);
    assert.equal(circuit.state, 'closed');
    await fail(circuit, 1);
    assert.equal(circuit.state, 'open');
    let asked = 0;
    await assert.rejects(
        circuit.run(async () => asked++),
        error =>
            error instanceof CircuitOpenError &&
            error.retryAt === clock.now() + 4_000 &&
            error.cause.message === 'away',
    );
    assert.equal(asked, 0);
});

test('a success resets the count of outages', async () => {
    const { circuit } = breaker();
    await fail(circuit, 2);
    await circuit.run(fine);
    await fail(circuit, 2);
    assert.equal(circuit.state, 'closed');
});

test('refusals are not outages', async () => {
    const { circuit } = breaker();
    for (const status of [401, 404, 404, 429, 404]) {
        await assert.rejects(
            circuit.run(async () => {
                throw new ProblemError(status, {});
            }),
        );
    }
    assert.equal(circuit.state, 'closed');
});

test('lets one probe pass after its rest, and closes when the probe succeeds', async () => {
    const { clock, circuit, states } = breaker();
    await fail(circuit, 3);
    await clock.advance(4_000);
    const probe = deferred();
    const first = circuit.run(() => probe.promise);
    await assert.rejects(circuit.run(fine), CircuitOpenError, 'only one at a time');
    probe.resolve('back');
    assert.equal(await first, 'back');
    assert.equal(await circuit.run(fine), 'fine');
    assert.deepEqual(states, ['open', 'half-open', 'closed']);
});

test('doubles its rest after every failed probe, up to a limit', async () => {
    const { clock, circuit } = breaker();
    await fail(circuit, 3);
    const rests = [];
    for (let n = 0; n < 4; n++) {
        rests.push(circuit.retryAt - clock.now());
        await clock.advance(circuit.retryAt - clock.now());
        await fail(circuit, 1);
    }
    assert.deepEqual(rests, [4_000, 8_000, 10_000, 10_000]);
});

test('rests for at least half of the longest time, whatever the random number', async () => {
    const { clock, circuit } = breaker({ random: () => 0 });
    await fail(circuit, 3);
    assert.equal(circuit.retryAt - clock.now(), 2_000);
});

test('a hint lets the next call pass immediately', async () => {
    const { circuit } = breaker();
    await fail(circuit, 3);
    circuit.hint();
    assert.equal(await circuit.run(fine), 'fine');
    assert.equal(circuit.state, 'closed');
});

test('ignores an aborted call, even if it is the probe', async () => {
    const { clock, circuit } = breaker();
    await fail(circuit, 3);
    await clock.advance(4_000);
    await assert.rejects(
        circuit.run(async () => {
            throw new DOMException('broken off', 'AbortError');
        }),
    );
    assert.equal(circuit.state, 'half-open');
    assert.equal(await circuit.run(fine), 'fine');
});
