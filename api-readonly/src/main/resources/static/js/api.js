import { filterParameters } from './address.js';
import { plusDays } from './days.js';

/** Number of days to list before and after a day that isn't among the newest, for "previous" and "next". */
const AROUND = 45;

/** URLs that the page reads. @typedef {import('./address.js').Filter} Filter */

/** @param {string} path @param {[string, string][]} parameters */
function url(path, parameters) {
    const query = new URLSearchParams(parameters).toString();
    return query === '' ? path : `${path}?${query}`;
}

/** @param {string} collar */
function collarPath(collar) {
    return `/v1/collars/${encodeURIComponent(collar)}`;
}

export const api = {
    collars: () => '/v1/collars',
    newestDays: () => '/v1/days',
    /** @param {string} date */
    daysAround: date =>
        url('/v1/days', [
            ['from', plusDays(date, -AROUND)],
            ['to', plusDays(date, AROUND)],
        ]),
    /** @param {string} collar @param {string} date @param {string} zone @param {Filter} filter */
    timeline: (collar, date, zone, filter) =>
        url(`${collarPath(collar)}/timeline`, [['date', date], ['zone', zone], ...filterParameters(filter)]),
    /** @param {string} collar @param {string} from @param {string} to @param {string} zone */
    timelines: (collar, from, to, zone) =>
        url(`${collarPath(collar)}/timeline`, [
            ['from', from],
            ['to', to],
            ['zone', zone],
        ]),
    /** @param {string} collar @param {string} from @param {string} to @param {string} zone */
    summaries: (collar, from, to, zone) =>
        url(`${collarPath(collar)}/summaries`, [
            ['from', from],
            ['to', to],
            ['zone', zone],
        ]),
    status: () => '/v1/status',
    /** @param {string} date */
    rejects: date => url('/v1/status/rejects', [['date', date]]),
};
