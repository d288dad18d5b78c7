import assert from 'node:assert/strict';
import test from 'node:test';
import {
    bars,
    eventAt,
    heartRateSpan,
    heightOf,
    hourStep,
    hourTicks,
    lanesOf,
    stacked,
    stepTo,
    xOf,
} from '../../main/resources/static/js/charts/layout.js';

const DATE = '2026-11-21';
const DAY = { start: Date.parse(DATE), end: Date.parse('2026-11-22'), zone: 'UTC', unpublished: [] };
const PLOT = { left: 100, right: 1_060 };

function event(id, from, to, behavior = 'Resting', more = {}) {
    const time = text => `${DATE}T${text.padEnd(8, ':00')}.000Z`;
    return {
        event_id: id,
        start: time(from),
        end: time(to),
        behavior,
        hr_min: 50,
        hr_max: 80,
        confidence: 0.7,
        ...more,
    };
}

test('puts times on the axis of the day', () => {
    assert.equal(xOf(`${DATE}T00:00:00.000Z`, DAY, PLOT), 100);
    assert.equal(xOf(`${DATE}T12:00:00.000Z`, DAY, PLOT), 580);
    assert.equal(xOf('2026-11-22T00:00:00.000Z', DAY, PLOT), 1_060);
    assert.equal(xOf('2026-11-22T03:00:00.000Z', DAY, PLOT), 1_060, 'limited to the plot');
});

test('shows the shortest event, also at the end of the day', () => {
    const [short, last] = bars([event('a', '06:00', '06:00:01'), event('b', '23:59:59', '23:59:59')], DAY, PLOT);
    assert.deepEqual([short.x, short.width], [340, 3]);
    assert.equal(last.x + last.width, 1_060);
});

test('finds the event below a pointer, or the nearest within reach', () => {
    const all = bars([event('a', '00:00', '06:00'), event('b', '08:00', '09:00', 'Walking')], DAY, PLOT);
    assert.equal(eventAt(all, 200).event_id, 'a');
    assert.equal(eventAt(all, 345).event_id, 'a');
    assert.equal(eventAt(all, 380), null);
    assert.equal(eventAt(all, 415).event_id, 'b');
    assert.equal(eventAt([], 415), null);
});

test('in a lane, prefers its events within reach to the event below the pointer', () => {
    const all = bars(
        [event('a', '06:00', '07:00'), event('b', '07:00', '07:00:20', 'Walking'), event('c', '07:00:20', '09:00')],
        DAY,
        PLOT,
    );
    assert.equal(eventAt(all, 376, 'Walking').event_id, 'b');
    assert.equal(eventAt(all, 376, 'Resting').event_id, 'a');
    assert.equal(eventAt(all, 430, 'Walking').event_id, 'c', 'no event of the lane is within reach');
});

test('has a lane for each behavior that occurs, from still to lively', () => {
    const lanes = lanesOf([
        event('a', '01:00', '02:00', 'Walking'),
        event('b', '02:00', '03:00', 'Deep Sleep'),
        event('c', '03:00', '04:00', 'Walking'),
    ]);
    assert.deepEqual(
        lanes.map(lane => lane.name),
        ['Deep Sleep', 'Walking'],
    );
    assert.deepEqual(
        lanesOf([event('a', '01:00', '02:00', 'Digging')]).map(lane => lane.name),
        ['Unknown'],
    );
});

test('events with more confidence are taller, and none is invisible', () => {
    assert.equal(heightOf(1, 20), 20);
    assert.equal(heightOf(0, 20), 6);
    assert.ok(heightOf(0.9, 20) > heightOf(0.7, 20));
});

test('rounds the range of heart rates to multiples of 20', () => {
    assert.deepEqual(
        heartRateSpan([event('a', '01:00', '02:00', 'Resting', { hr_min: 43, hr_max: 129.2 })]),
        [40, 140],
    );
    assert.deepEqual(heartRateSpan([event('a', '01:00', '02:00', 'Resting', { hr_min: 61, hr_max: 62 })]), [60, 100]);
    assert.deepEqual(heartRateSpan([]), [40, 120]);
    const unmeasured = { hr_min: null, hr_mean: null, hr_max: null };
    assert.deepEqual(heartRateSpan([event('a', '01:00', '02:00', 'Resting', unmeasured)]), [40, 120]);
});

test('labels as many hours as fit', () => {
    const labels = width => hourTicks(DAY, hourStep(DAY, width)).map(tick => tick.label);
    assert.deepEqual(labels(330), ['00:00', '06:00', '12:00', '18:00', '24:00']);
    assert.equal(labels(500).length, 9);
    assert.equal(labels(900).length, 13);
    assert.deepEqual([hourStep(DAY, 650), hourStep({ ...DAY, end: DAY.end + 3_600_000 }, 650)], [2, 3]);
});

test('finds the hours of a day in its zone, also across clock changes', () => {
    const hours = (start, end, zone) => {
        const day = { start: Date.parse(start), end: Date.parse(end), zone, unpublished: [] };
        return hourTicks(day, 3).map(({ time, label }) => [(time - day.start) / 3_600_000, label]);
    };
    assert.deepEqual(hours('2026-03-08T05:00Z', '2026-03-09T04:00Z', 'America/New_York').slice(0, 3), [
        [0, '00:00'],
        [2, '03:00'],
        [5, '06:00'],
    ]);
    const long = hours('2026-11-01T04:00Z', '2026-11-02T05:00Z', 'America/New_York');
    assert.deepEqual(long.slice(0, 2), [
        [0, '00:00'],
        [4, '03:00'],
    ]);
    assert.deepEqual(long.at(-1), [25, '24:00']);
    assert.deepEqual(hours('2026-11-20T18:15Z', '2026-11-21T18:15Z', 'Asia/Kathmandu').at(4), [12, '12:00']);
});

test('stacks parts and leaves out empty ones', () => {
    assert.deepEqual(stacked([{ minutes: 10 }, { minutes: 0 }, { minutes: 5 }]), [
        { minutes: 10, from: 0, to: 10 },
        { minutes: 5, from: 10, to: 15 },
    ]);
});

test('moves through events by time, and within a behavior', () => {
    const events = [
        event('a', '01:00', '02:00', 'Walking'),
        event('b', '02:00', '03:00', 'Resting'),
        event('c', '03:00', '04:00', 'Walking'),
    ];
    const to = (id, key) => stepTo(events, id, key)?.event_id;
    assert.equal(to('a', 'ArrowRight'), 'b');
    assert.equal(to('c', 'ArrowRight'), 'c');
    assert.equal(to('a', 'ArrowLeft'), 'a');
    assert.equal(to('a', 'ArrowDown'), 'c');
    assert.equal(to('c', 'ArrowUp'), 'a');
    assert.equal(to('b', 'ArrowDown'), 'b');
    assert.equal(to('b', 'Home'), 'a');
    assert.equal(to('b', 'End'), 'c');
    assert.equal(to('b', 'x'), undefined);
    assert.equal(stepTo([], null, 'ArrowRight'), null);
});
