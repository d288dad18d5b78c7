import assert from 'node:assert/strict';
import test from 'node:test';
import { sentenceOf } from '../../main/resources/static/js/event-words.js';
import { clockSpan, clockTime, dateTime } from '../../main/resources/static/js/format.js';
import {
    boundsOf,
    itemsOf,
    localDays,
    mainPart,
    newestLocalDay,
} from '../../main/resources/static/js/local-day.js';
import { isZone, ownZone, wallClock } from '../../main/resources/static/js/zones.js';

const PART = { published_at: '2026-11-21T02:00:00.000Z' };
const DAY = {
    start: '2026-11-20T23:00:00.000Z',
    end: '2026-11-21T23:00:00.000Z',
    parts: [
        { day: '2026-11-20', start: '2026-11-20T23:00:00.000Z', end: '2026-11-21T00:00:00.000Z', ...PART },
        {
            day: '2026-11-21',
            start: '2026-11-21T00:00:00.000Z',
            end: '2026-11-21T23:00:00.000Z',
            published_at: null,
        },
    ],
    events: [
        event('a', '2026-11-20T21:00:00.000Z', '2026-11-20T23:59:50.000Z', 0.7, 'unreviewed'),
        event('b', '2026-11-21T00:00:10.000Z', '2026-11-21T06:00:00.000Z', 0.94, 'confirmed'),
    ],
    spans: [
        {
            start: '2026-11-20T23:00:00.000Z',
            end: '2026-11-21T06:00:00.000Z',
            behavior: 'Deep Sleep',
            starts_before: true,
            ends_after: false,
            event_ids: ['a', 'b'],
        },
    ],
};

function event(id, start, end, confidence, review) {
    return { event_id: id, behavior: 'Deep Sleep', start, end, confidence, review, corrected_behavior: null };
}

test('formats the local time of a zone', () => {
    assert.equal(wallClock('2026-11-21T18:15:30.999Z', 'Asia/Kathmandu'), '2026-11-22T00:00:30');
    assert.equal(clockTime('2026-11-01T05:30:00Z', 'America/New_York'), '01:30');
    assert.equal(clockTime('2026-11-01T06:30:00Z', 'America/New_York'), '01:30');
    assert.equal(dateTime('2026-11-20T23:30:00Z', 'Pacific/Auckland'), '2026-11-21 12:30');
    assert.equal(clockTime('2026-11-20T23:30:00Z'), '23:30');
});

test('accepts zones and nothing else', () => {
    assert.ok(['UTC', 'Europe/Berlin', 'Asia/Katmandu', ownZone()].every(isZone));
    assert.deepEqual(['', 'Mars/Phobos', 'Europe/Berlin<', null, '../x'].map(isZone), [
        false,
        false,
        false,
        false,
        false,
    ]);
});

test('finds the local days that overlap published UTC days, and the newest with more than a few hours', () => {
    const days = ['2026-11-20', '2026-11-21'];
    assert.deepEqual(localDays(days, 'UTC'), days);
    assert.deepEqual(localDays(days, 'Pacific/Auckland'), ['2026-11-20', '2026-11-21', '2026-11-22']);
    assert.deepEqual(localDays(days, 'America/New_York'), ['2026-11-19', '2026-11-20', '2026-11-21']);
    assert.equal(newestLocalDay(days, 'Pacific/Auckland'), '2026-11-22');
    assert.equal(newestLocalDay(days, 'Europe/Berlin'), '2026-11-21');
    assert.equal(newestLocalDay(days, 'America/New_York'), '2026-11-21');
    assert.equal(newestLocalDay([], 'UTC'), null);
});

test('draws events split at UTC midnight as one event, with the look of the longest part', () => {
    const [item, ...others] = itemsOf(DAY);
    assert.deepEqual(others, []);
    assert.deepEqual(
        [item.event_id, item.start, item.end, item.confidence, item.review, item.events.length],
        ['b', DAY.start, '2026-11-21T06:00:00.000Z', 0.94, 'confirmed', 2],
    );
    assert.match(sentenceOf(item, 'Europe/Berlin'), /^Deep Sleep, 00:00 to 07:00, 7 h 00 min.*began before the day/);
});

test('finds the unpublished parts of a day', () => {
    const day = boundsOf(DAY, 'Europe/Berlin');
    assert.equal(day.unpublished.length, 1);
    assert.equal(clockSpan(day.unpublished[0].start, day.unpublished[0].end, day), '01:00 – 24:00');
    assert.equal(mainPart(DAY).day, '2026-11-20');
});
