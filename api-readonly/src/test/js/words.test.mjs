import assert from 'node:assert/strict';
import test from 'node:test';
import {
    addressOf,
    codeOf,
    filterParameters,
    isFiltering,
    NO_FILTER,
    placeOf,
} from '../../main/resources/static/js/address.js';
import { api } from '../../main/resources/static/js/api.js';
import { BEHAVIORS, behaviorOf, flagWords, minutesOf } from '../../main/resources/static/js/behaviors.js';
import {
    isDay,
    longDay,
    neighbors,
    plusDays,
    weekday,
    weeksOf,
    weekUpTo,
} from '../../main/resources/static/js/days.js';
import { evidenceOf, sentenceOf } from '../../main/resources/static/js/event-words.js';
import {
    ago,
    briefMinutes,
    count,
    distance,
    heartRate,
    length,
    plural,
    soon,
} from '../../main/resources/static/js/format.js';

const EVENT = {
    event_id: 'evt_512af9ef83240ec7fd5b3302',
    start: '2026-11-21T14:50:26.966Z',
    end: '2026-11-21T16:21:28.290Z',
    behavior: 'Alert',
    rule_confidence: 0.7,
    confidence: 0.704,
    readings: 57,
    hr_readings: 57,
    hr_mean: 90.81,
    hr_std: 24.52,
    hr_min: 47.7,
    hr_max: 123.2,
    radius_m: 12.2,
    distance_m: 16.4,
    fetch_cycles: null,
    baseline_hr: 56.24,
    reference_hr: null,
    feedback_positive: 1,
    feedback_negative: 2,
    review: 'disputed',
    corrected_behavior: 'Resting',
    ruleset: '2027.1',
};

test('formats lengths for people', () => {
    assert.equal(length(20_400), '20 s');
    assert.equal(length(195_000), '3 min 15 s');
    assert.equal(length(754_000), '13 min');
    assert.equal(length(5_461_324), '1 h 31 min');
    assert.equal(length(7_199_999), '2 h 00 min');
    assert.equal(length(599_999), '10 min');
});

test('formats minutes, distances, counts and heart rates briefly', () => {
    assert.deepEqual([0, 0.3, 8.4, 59.6, 880.3].map(briefMinutes), ['0 min', '< 1 min', '8 min', '1 h 00', '14 h 40']);
    assert.deepEqual([22.6, 5_754.486, null].map(distance), ['23 m', '5.75 km', '–']);
    assert.deepEqual([0, 999, 1_187, 1_234_567].map(count), ['0', '999', '1,187', '1,234,567']);
    assert.deepEqual([49.83, null, undefined].map(heartRate), ['49.8', '–', '–']);
    assert.deepEqual(
        [1, 2].map(number => plural(number, 'event')),
        ['1 event', '2 events'],
    );
});

test('formats how long ago a time was, and how soon a time comes', () => {
    assert.deepEqual(
        [-5, 5, 40, 300, 7_200, 259_200].map(seconds => ago(seconds * 1000)),
        ['just now', 'just now', '40 s ago', '5 min ago', '2 h ago', '3 days ago'],
    );
    assert.deepEqual([0, 7_200, 180_000].map(soon), ['in 1 s', 'in 8 s', 'in 3 min']);
});

test('describes an event to screen readers in one sentence', () => {
    assert.equal(
        sentenceOf(EVENT),
        'Alert, 14:50 to 16:21 UTC, 1 h 31 min, heart rate 90.8 beats per minute, 47.7 to 123.2, confidence 0.70,' +
            ' owners disagree, owners say it was Resting.',
    );
});

test('shows the evidence for an event, and leaves out missing values', () => {
    const evidence = new Map(evidenceOf(EVENT));
    assert.equal(evidence.get('Heart rate'), '90.8 ± 24.5 bpm');
    assert.equal(evidence.get('Resting baseline'), '56.2 bpm');
    assert.equal(evidence.get('Reviews'), '1 for, 2 against');
    assert.equal(evidence.get('Owners say'), 'Resting');
    assert.equal(evidence.has('Fetch cycles'), false);
});

test('each behavior has its own letter and look', () => {
    assert.equal(new Set(BEHAVIORS.map(behavior => behavior.letter.toLowerCase())).size, BEHAVIORS.length);
    assert.equal(behaviorOf('Deep Sleep').slug, 'deep-sleep');
    assert.deepEqual([behaviorOf('Digging').name, behaviorOf('Digging').letter], ['Digging', '?']);
});

test('counts the remaining minutes as Unknown', () => {
    const summary = {
        minutes_deep_sleep: 600.1,
        minutes_resting: 300.2,
        minutes_alert: 0,
        minutes_walking: 60.3,
        minutes_running: 0,
        minutes_anxious_pacing: 0,
        minutes_playing_fetch: 0,
        observed_minutes: 960.6,
    };
    assert.equal(minutesOf(summary).at(-1).minutes, 0);
    assert.ok(Math.abs(minutesOf({ ...summary, observed_minutes: 970.6 }).at(-1).minutes - 10) < 1e-6);
});

test('describes flags, also unknown ones', () => {
    assert.match(flagWords('prolonged_inactivity').words, /8 hours/);
    assert.equal(flagWords('low_battery').title, 'low battery');
});

test('counts days across months and leap years', () => {
    assert.equal(plusDays('2024-02-28', 1), '2024-02-29');
    assert.equal(plusDays('2026-01-01', -1), '2025-12-31');
    assert.deepEqual(weekUpTo('2026-11-21').at(0), '2026-11-15');
    assert.equal(weekday('2026-11-21'), 'Saturday');
    assert.equal(longDay('2026-11-01'), '1 November 2026');
    assert.deepEqual(['2026-02-29', '2026-13-01', '26-1-1', null, '2024-02-29'].map(isDay), [
        false,
        false,
        false,
        false,
        true,
    ]);
});

test('splits a month into weeks from Monday', () => {
    const weeks = weeksOf('2026-11');
    assert.equal(weeks.length, 6);
    assert.deepEqual(weeks[0], [null, null, null, null, null, null, '2026-11-01']);
    assert.equal(weeks[5][0], '2026-11-30');
    assert.ok(weeks.every(week => week.length === 7));
    assert.equal(weeksOf('2027-02').length, 4);
});

test('finds the published days before and after a day, and the newest', () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-20'];
    assert.deepEqual(neighbors(days, '2026-11-18'), {
        previous: '2026-11-17',
        next: '2026-11-20',
        newest: '2026-11-20',
    });
    assert.deepEqual(neighbors(days, '2026-11-19'), {
        previous: '2026-11-18',
        next: '2026-11-20',
        newest: '2026-11-20',
    });
    assert.deepEqual(neighbors([], '2026-11-19'), { previous: null, next: null, newest: null });
});

test('parses an address back to its place', () => {
    const place = {
        view: 'week',
        collar: 'LUNA-01',
        date: '2026-11-21',
        zone: 'Asia/Kathmandu',
        filter: { minConfidence: 0.75, behaviors: ['Deep Sleep', 'Walking'], reviews: ['disputed'] },
    };
    assert.deepEqual(placeOf(addressOf(place).slice(2)), place);
    assert.equal(addressOf({ view: 'day', collar: null, date: null, zone: null, filter: NO_FILTER }), './');
});

test('leaves out invalid values of an address', () => {
    const place = placeOf(
        '?view=admin&collar=<b>&date=2026-02-30&zone=Mars/Phobos&min_confidence=7&behavior=Flying&review=loved',
    );
    assert.deepEqual(place, {
        view: 'day',
        collar: null,
        date: null,
        zone: null,
        filter: { minConfidence: 0, behaviors: [], reviews: [] },
    });
    assert.equal(isFiltering(place.filter), false);
});

test('finds the code of a sign-in link', () => {
    assert.equal(codeOf('#code=abc-123_x'), 'abc-123_x');
    assert.deepEqual(['', '#', '#code=', '#main'].map(codeOf), [null, null, null, null]);
});

test('builds URLs with the parameters of the API', () => {
    const filter = { minConfidence: 0.5, behaviors: ['Deep Sleep'], reviews: ['confirmed', 'rejected'] };
    assert.equal(
        api.timeline('LUNA-01', '2026-11-21', 'Europe/Berlin', filter),
        '/v1/collars/LUNA-01/timeline?date=2026-11-21&zone=Europe%2FBerlin&min_confidence=0.5&behavior=Deep+Sleep' +
            '&review=confirmed&review=rejected',
    );
    assert.equal(
        api.summaries('LUNA-01', '2026-11-15', '2026-11-21', '+05:45'),
        '/v1/collars/LUNA-01/summaries?from=2026-11-15&to=2026-11-21&zone=%2B05%3A45',
    );
    assert.equal(api.daysAround('2016-04-24'), '/v1/days?from=2016-03-10&to=2016-06-08');
    assert.deepEqual(filterParameters(NO_FILTER), []);
});
