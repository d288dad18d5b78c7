import assert from 'node:assert/strict';
import test from 'node:test';
import { ProblemError, SignedOutError, UnreachableError } from '../../main/resources/static/js/client/errors.js';
import { createHttp } from '../../main/resources/static/js/client/http.js';
import { createSession } from '../../main/resources/static/js/session.js';
import { deferred, handClock, response, scriptedFetch } from './support.mjs';

const tokens = (access_token, expires_in = 900) =>
    response(200, {
        access_token,
        token_type: 'Bearer',
        expires_in,
        collars: ['LUNA-01'],
        permissions: ['timelines:read'],
    });

function session(...answers) {
    const clock = handClock();
    const { fetch, asked } = scriptedFetch(...answers);
    return { clock, asked, session: createSession({ exchange: createHttp({ fetch, clock }), clock }) };
}

test('exchanges a code for a token, with the header that other sites cannot send', async () => {
    const world = session(tokens('first'));
    const signedIn = await world.session.signIn('abc');
    const [asked] = world.asked;
    assert.equal(asked.url, '/v1/tokens');
    assert.equal(asked.method, 'POST');
    assert.deepEqual(JSON.parse(asked.body), { code: 'abc', cookie: true });
    assert.equal(asked.headers['X-Petty-Client'], 'page');
    assert.deepEqual(signedIn.collars, ['LUNA-01']);
    assert.equal(world.session.may('timelines:read'), true);
    assert.equal(world.session.may('status:read'), false);
});

test('sends a code once, whatever the outcome', async () => {
    for (const answer of [new TypeError('fetch failed'), response(503, {}), response(429, {}), response(401, {})]) {
        const world = session(answer);
        await assert.rejects(world.session.signIn('abc'));
        await world.clock.advance(60_000);
        assert.equal(world.asked.length, 1);
    }
});

test('uses a token until shortly before its end, then renews it', async () => {
    const world = session(tokens('first'), tokens('second'));
    await world.session.signIn('abc');
    await world.clock.advance(839_000);
    assert.equal(await world.session.token(), 'first');
    await world.clock.advance(2_000);
    assert.equal(await world.session.token(), 'second');
    assert.equal(world.asked[1].url, '/v1/tokens/refresh');
});

test('renews once for concurrent calls', async () => {
    const open = deferred();
    const world = session(() => open.promise);
    const waiting = Promise.all([
        world.session.token(),
        world.session.token(),
        world.session.renew('old'),
        world.session.resume(),
    ]);
    open.resolve(tokens('one'));
    const [first, second, third] = await waiting;
    assert.deepEqual([first, second, third], ['one', 'one', 'one']);
    assert.equal(world.asked.length, 1);
});

test('retries an attempt whose answer was lost under the same name, and gives the next attempt another', async () => {
    const world = session(new TypeError('fetch failed'), tokens('one', 61), tokens('two'));
    await assert.rejects(world.session.resume());
    await world.session.resume();
    await world.clock.advance(2_000);
    await world.session.token();
    const [lost, again, next] = world.asked.map(asked => JSON.parse(asked.body).attempt);
    assert.match(lost, /^[A-Za-z0-9_-]{16,64}$/);
    assert.equal(again, lost);
    assert.notEqual(next, lost);
});

test('a late call with a refused token gets the newer one', async () => {
    const world = session(tokens('first'), tokens('second'));
    await world.session.signIn('abc');
    assert.equal(await world.session.renew('first'), 'second');
    assert.equal(await world.session.renew('first'), 'second');
    assert.equal(world.asked.length, 2);
});

test('uses a token that is still valid while it cannot be renewed', async () => {
    const world = session(tokens('first'), new TypeError('fetch failed'));
    await world.session.signIn('abc');
    await world.clock.advance(850_000);
    assert.equal(await world.session.token(), 'first');
    await world.clock.advance(60_000);
    await assert.rejects(world.session.token(), UnreachableError);
});

test('a refused renewal signs out; an outage does not', async () => {
    const world = session(tokens('first'), response(503, {}), response(401, { title: 'revoked' }));
    await world.session.signIn('abc');
    await assert.rejects(world.session.renew('first'), ProblemError);
    assert.notEqual(world.session.current, null);
    await assert.rejects(world.session.renew('first'), SignedOutError);
    assert.equal(world.session.current, null);
});

test('signing out forgets the token even if the server does not answer', async () => {
    const world = session(tokens('first'), new TypeError('fetch failed'));
    await world.session.signIn('abc');
    await assert.rejects(world.session.signOut(), UnreachableError);
    assert.equal(world.session.current, null);
    assert.equal(world.asked[1].url, '/v1/tokens/revoke');
});

test('a renewal in progress does not undo a sign-out', async () => {
    const open = deferred();
    const world = session(tokens('first'), () => open.promise, response(204));
    await world.session.signIn('abc');
    const renewal = assert.rejects(world.session.renew('first'), SignedOutError);
    await world.session.signOut();
    open.resolve(tokens('second'));
    await renewal;
    assert.equal(world.session.current, null);
});
