import assert from 'node:assert/strict';
import test from 'node:test';
import { ProblemError, UnreachableError } from '../../main/resources/static/js/client/errors.js';
import { createPace } from '../../main/resources/static/js/client/pace.js';
import { createPoller } from '../../main/resources/static/js/client/poll.js';
import { createRedraw } from '../../main/resources/static/js/client/redraw.js';
import { deferred, handClock, settle } from './support.mjs';

const MINUTE = 60_000;

function poller({ ask, wait = () => 10_000, random = () => 0.5 } = {}) {
    const clock = handClock();
    const world = { visible: true, asked: [], clock };
    const begun = clock.now();
    world.poller = createPoller({
        clock,
        random,
        pace: { wait },
        visible: () => world.visible,
        ask: async () => {
            world.asked.push(clock.now() - begun);
            await ask?.(world.asked.length);
        },
    });
    return world;
}

test('polls immediately, and then at its pace', async () => {
    const { poller: polling, clock, asked } = poller();
    polling.start();
    await clock.advance(35_000);
    assert.deepEqual(asked, [0, 10_000, 20_000, 30_000]);
});

test('varies the time between requests by a tenth', async () => {
    for (const [chance, second] of [
        [0, 9_000],
        [0.999, 10_998],
    ]) {
        const { poller: polling, clock, asked } = poller({ random: () => chance });
        polling.start();
        await clock.advance(11_000);
        assert.ok(Math.abs(asked[1] - second) <= 2, String(asked[1]));
    }
});

test('sends nothing in a hidden tab, and polls immediately when it is shown again', async () => {
    const world = poller();
    world.poller.start();
    await world.clock.advance(5_000);
    world.visible = false;
    world.poller.visibilityChanged();
    await world.clock.advance(10 * MINUTE);
    assert.deepEqual(world.asked, [0]);
    world.visible = true;
    world.poller.visibilityChanged();
    await world.clock.advance(10_000);
    assert.deepEqual(world.asked, [0, 605_000, 615_000]);
});

test('a request in progress when the tab is hidden schedules no other', async () => {
    const open = deferred();
    const world = poller({ ask: () => open.promise });
    world.poller.start();
    world.visible = false;
    world.poller.visibilityChanged();
    open.resolve();
    await world.clock.advance(MINUTE);
    assert.equal(world.asked.length, 1);
    assert.equal(world.clock.pending, 0);
});

test('never polls concurrently; all calls during a request cause a single further request', async () => {
    let open = deferred();
    let parallel = 0;
    const world = poller({
        ask: async () => {
            parallel++;
            assert.equal(parallel, 1);
            await open.promise;
            parallel--;
        },
    });
    world.poller.start();
    await settle();
    for (let n = 0; n < 5; n++) {
        world.poller.poke();
    }
    assert.equal(world.asked.length, 1);
    open.resolve();
    await world.clock.advance(100);
    assert.equal(world.asked.length, 2);
});

test('backs off while requests fail, and returns to its pace after a success', async () => {
    const world = poller({
        random: () => 1,
        ask: async count => {
            if (count <= 3) {
                throw new UnreachableError('away');
            }
        },
    });
    world.poller.start();
    await world.clock.advance(60_000);
    const waits = world.asked.slice(1).map((at, index) => at - world.asked[index]);
    assert.deepEqual(waits.slice(0, 4), [5_000, 9_000, 17_000, 11_000]);
});

test('waits out the pause that the server asks for', async () => {
    const world = poller({
        ask: async count => {
            if (count === 1) {
                throw new ProblemError(429, {}, world.clock.now() + 120_000);
            }
        },
    });
    world.poller.start();
    await world.clock.advance(121_000);
    assert.deepEqual(world.asked, [0, 120_000]);
});

test('polls rarely while requests are refused', async () => {
    const world = poller({
        ask: async () => {
            throw new ProblemError(404, {});
        },
    });
    world.poller.start();
    await world.clock.advance(3 * MINUTE);
    assert.deepEqual(world.asked, [0, MINUTE, 2 * MINUTE, 3 * MINUTE]);
});

test('sends nothing after it is stopped', async () => {
    const world = poller();
    world.poller.start();
    await settle();
    world.poller.stop();
    world.poller.poke();
    await world.clock.advance(MINUTE);
    assert.equal(world.asked.length, 1);
});

test('is fast right after a change and slows down while nothing changes', async () => {
    const clock = handClock();
    const pace = createPace({ clock, fastest: 4_000, calmest: 300_000 });
    assert.equal(pace.wait(), 300_000, 'no change is known');
    pace.changed();
    const waits = [];
    for (const age of [0, MINUTE, 10 * MINUTE, 24 * 60 * MINUTE]) {
        await clock.advance(age);
        waits.push(pace.wait());
    }
    assert.deepEqual(waits, [4_000, 6_000, 66_000, 300_000]);
});

test('takes the time of publication as the time of the change, unless it is in the future', () => {
    const clock = handClock();
    const pace = createPace({ clock, fastest: 4_000, calmest: 300_000 });
    pace.changed(clock.now() - 20 * MINUTE);
    assert.equal(pace.wait(), 120_000);
    pace.changed(clock.now() + 60 * MINUTE);
    assert.equal(pace.wait(), 4_000);
});

test('adapts to regular changes', async () => {
    const clock = handClock();
    const pace = createPace({ clock, fastest: 4_000, calmest: 300_000 });
    for (let n = 0; n < 4; n++) {
        pace.changed();
        await clock.advance(20_000);
    }
    await clock.advance(40_000);
    assert.ok(pace.wait() <= 10_000);
    await clock.advance(30 * MINUTE);
    assert.ok(pace.wait() > 100_000, 'the old interval no longer counts');
});

test('starts over when other data is shown', () => {
    const clock = handClock();
    const pace = createPace({ clock, fastest: 4_000, calmest: 300_000 });
    pace.changed();
    pace.reset();
    assert.equal(pace.wait(), 300_000);
});

test('draws once for many changes, and again for later ones', () => {
    const frames = [];
    let drawn = 0;
    const redraw = createRedraw(
        run => frames.push(run),
        () => drawn++,
    );
    redraw();
    redraw();
    redraw();
    assert.equal(frames.length, 1);
    frames.shift()();
    assert.equal(drawn, 1);
    redraw();
    frames.shift()();
    assert.equal(drawn, 2);
});
