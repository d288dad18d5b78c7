import assert from 'node:assert/strict';
import test from 'node:test';
import { createAnswers } from '../../main/resources/static/js/answers.js';
import { createBreaker } from '../../main/resources/static/js/client/breaker.js';
import { createCache } from '../../main/resources/static/js/client/cache.js';
import { ProblemError, SignedOutError, UnreachableError } from '../../main/resources/static/js/client/errors.js';
import { createHttp } from '../../main/resources/static/js/client/http.js';
import { createReader } from '../../main/resources/static/js/client/reader.js';
import { createRetry } from '../../main/resources/static/js/client/retry.js';
import { readPages } from '../../main/resources/static/js/pages.js';
import { readTogether } from '../../main/resources/static/js/publication.js';
import { handClock, response, scriptedFetch, silence } from './support.mjs';

const URL_OF_DAYS = '/v1/days';

function reader(...answers) {
    const clock = handClock();
    const random = () => 0;
    const { fetch, asked } = scriptedFetch(...answers);
    const session = {
        renewals: 0,
        current: 'token-1',
        token: async () => session.current,
        renew: async refused => {
            assert.equal(refused, session.current);
            session.renewals++;
            session.current = `token-${session.renewals + 1}`;
            return session.current;
        },
    };
    const cache = createCache();
    const reading = createReader({
        exchange: createHttp({ fetch, clock }),
        retry: createRetry({ clock, random }),
        breaker: createBreaker({ clock, random, threshold: 50 }),
        cache,
        session,
        clock,
    });
    return { reading, asked, clock, session, cache };
}

/** Advances the clock by a minute, in which a call that waits between tries ends. Returns its promise. */
async function within(clock, promise) {
    promise.catch(() => {});
    await clock.advance(60_000);
    return promise;
}

test('sends the token and lets the browser cache nothing', async () => {
    const { reading, asked } = reader(response(200, { days: [] }));
    await reading.get(URL_OF_DAYS);
    assert.equal(asked[0].headers.Authorization, 'Bearer token-1');
    assert.equal(asked[0].cache, 'no-store');
    assert.equal(asked[0].headers['If-None-Match'], undefined);
});

test('revalidates with the ETag and returns the cached body for 304', async () => {
    const { reading, asked, clock } = reader(response(200, { days: [1] }, { ETag: '"a"' }), response(304));
    const first = await reading.get(URL_OF_DAYS);
    await clock.advance(5_000);
    const second = await reading.get(URL_OF_DAYS);
    assert.equal(asked[1].headers['If-None-Match'], '"a"');
    assert.equal(second.body, first.body, 'the same object, so that nothing is redrawn');
    assert.deepEqual([first.changed, second.changed], [true, false]);
    assert.equal(second.at - first.at, 5_000);
});

test('treats another ETag as a change', async () => {
    const { reading } = reader(
        response(200, 1, { ETag: '"a"' }),
        response(200, 2, { ETag: '"b"' }),
        response(200, 2, { ETag: '"b"' }),
    );
    await reading.get(URL_OF_DAYS);
    assert.equal((await reading.get(URL_OF_DAYS)).changed, true);
    assert.equal((await reading.get(URL_OF_DAYS)).changed, false);
});

test('requests the full body if it was evicted before the 304', async () => {
    const world = reader(
        response(200, { days: [1] }, { ETag: '"a"' }),
        () => {
            world.cache.clear();
            return response(304);
        },
        response(200, { days: [2] }, { ETag: '"b"' }),
    );
    await world.reading.get(URL_OF_DAYS);
    assert.deepEqual((await world.reading.get(URL_OF_DAYS)).body, { days: [2] });
});

test('renews a refused token once, and retries with the new one', async () => {
    const { reading, asked, session } = reader(response(401, { title: 'no' }), response(200, { days: [] }));
    await reading.get(URL_OF_DAYS);
    assert.equal(session.renewals, 1);
    assert.deepEqual(
        asked.map(each => each.headers.Authorization),
        ['Bearer token-1', 'Bearer token-2'],
    );
});

test('is signed out when the new token is refused too', async () => {
    const { reading, asked } = reader(() => response(401, { title: 'no' }));
    await assert.rejects(reading.get(URL_OF_DAYS), SignedOutError);
    assert.equal(asked.length, 2);
});

test('retries temporary failures: no network, 503, no answer', async () => {
    const { reading, asked, clock } = reader(
        new TypeError('fetch failed'),
        response(503, {}),
        silence,
        response(200, { days: [] }),
    );
    await within(clock, reading.get(URL_OF_DAYS));
    assert.equal(asked.length, 4);
});

test('throws problems with their trace, and does not retry 404', async () => {
    const { reading, asked } = reader(
        response(404, {
            type: '/problems/day-not-published',
            trace_id: 'abc',
            nearest: { before: '2026-11-20', after: null },
        }),
    );
    await assert.rejects(reading.get(URL_OF_DAYS), error => {
        assert.ok(error instanceof ProblemError);
        assert.equal(error.slug, 'day-not-published');
        assert.equal(error.traceId, 'abc');
        assert.equal(error.problem.nearest.before, '2026-11-20');
        return true;
    });
    assert.equal(asked.length, 1);
});

test('an error without a readable body is still a problem', async () => {
    const { reading } = reader(new Response('<html>', { status: 500, headers: { 'Content-Type': 'text/html' } }));
    await assert.rejects(
        reading.get(URL_OF_DAYS),
        error => error.status === 500 && error.traceId === null && error.slug === '',
    );
});

test('an incomplete answer is an outage', async () => {
    const { reading, clock } = reader(() => new Response('{"days":[', { status: 200 }));
    await assert.rejects(within(clock, reading.get(URL_OF_DAYS)), UnreachableError);
});

test('keeps only the most recently used answers, up to its limit', () => {
    const cache = createCache(2);
    cache.put('a', { etag: null, body: 1, at: 0 });
    cache.put('b', { etag: null, body: 2, at: 0 });
    cache.get('a');
    cache.put('c', { etag: null, body: 3, at: 0 });
    assert.equal(cache.get('b'), undefined);
    assert.equal(cache.get('a').body, 1);
    assert.equal(cache.size, 2);
});

test('returns the last answers during an outage, with their time', async () => {
    const { reading, clock } = reader(
        response(200, { days: [1] }, { ETag: '"a"' }),
        () => new TypeError('fetch failed'),
    );
    const pace = { changed: () => {} };
    const first = createAnswers({ reader: reading, pace, clock, watched: false });
    await first.read(URL_OF_DAYS);
    const loadedAt = clock.now();
    await clock.advance(90_000);
    const second = createAnswers({ reader: reading, pace, clock, watched: true });
    const body = await within(clock, second.read(URL_OF_DAYS));
    assert.deepEqual(body, { days: [1] });
    assert.equal(second.oldest, loadedAt);
    assert.equal(second.changed, false);
    assert.ok(second.outage instanceof UnreachableError);
});

test('throws the error if there is no earlier answer', async () => {
    const { reading, clock } = reader(() => new TypeError('fetch failed'));
    const answers = createAnswers({ reader: reading, pace: { changed: () => {} }, clock, watched: false });
    await assert.rejects(within(clock, answers.read(URL_OF_DAYS)), UnreachableError);
});

test('learns its pace from the newest publication', async () => {
    const published = ['2026-11-19T01:00:00.000Z', '2026-11-21T02:00:00.000Z'];
    const { reading, clock } = reader(
        response(200, { days: published.map(published_at => ({ published_at })) }, { ETag: '"a"' }),
    );
    const changes = [];
    const answers = createAnswers({
        reader: reading,
        pace: { changed: at => changes.push(at) },
        clock,
        watched: false,
    });
    await answers.read(URL_OF_DAYS);
    assert.deepEqual(changes, [Date.parse(published[1])]);
});

test('never mixes publications: reads both answers again if a day was published in between', async () => {
    const at = (...times) => times.map(published_at => ({ days: [{ day: '2026-11-21', published_at }] }));
    const answers = { timeline: at('T1', 'T2'), summaries: at('T2', 'T2') };
    const asked = [];
    const read = async url => {
        asked.push(url);
        return answers[url].shift();
    };
    const { timeline, summaries } = await readTogether(read, 'timeline', 'summaries');
    assert.equal(timeline.days[0].published_at, 'T2');
    assert.equal(summaries.days[0].published_at, 'T2');
    assert.equal(asked.length, 4);
});

test('reads a list page by page, from this server only', async () => {
    const pages = {
        '/v1/collars': { collars: ['A'], next: '/v1/collars?after=A' },
        '/v1/collars?after=A': { collars: ['B'], next: '?after=B' },
        '/v1/collars?after=B': { collars: ['C'], next: 'https://elsewhere.invalid/v1/collars?after=C' },
        '/v1/collars?after=C': { collars: ['D'], next: null },
    };
    assert.deepEqual(await readPages(async url => pages[url], '/v1/collars', 'collars'), ['A', 'B', 'C', 'D']);
    let asked = 0;
    const endless = async () => ({ collars: [++asked], next: '/v1/collars' });
    assert.equal((await readPages(endless, '/v1/collars', 'collars')).length, 10);
});
