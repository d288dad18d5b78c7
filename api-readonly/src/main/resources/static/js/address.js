import { REVIEWS, BEHAVIORS } from './behaviors.js';
import { isDay } from './days.js';
import { isZone } from './zones.js';

/**
 * What the page shows, as encoded in its address.
 *
 * @typedef {object} Place
 * @property {'day' | 'week' | 'status'} view
 * @property {string | null} collar
 * @property {string | null} date
 * @property {string | null} zone the time zone; null: the viewer's
 * @property {Filter} filter
 *
 * @typedef {object} Filter
 * @property {number} minConfidence 0 to 1
 * @property {string[]} behaviors names; empty: all
 * @property {string[]} reviews names; empty: all
 */

/** @type {Filter} */
export const NO_FILTER = Object.freeze({ minConfidence: 0, behaviors: [], reviews: [] });

/** @param {Filter} filter */
export function isFiltering(filter) {
    return filter.minConfidence > 0 || filter.behaviors.length > 0 || filter.reviews.length > 0;
}

/** Parses an address; invalid values are left out. @param {string} search @returns {Place} */
export function placeOf(search) {
    const query = new URLSearchParams(search);
    const view = query.get('view');
    const date = query.get('date');
    const collar = query.get('collar');
    const zone = query.get('zone');
    return {
        view: view === 'week' || view === 'status' ? view : 'day',
        collar: collar !== null && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(collar) ? collar : null,
        date: isDay(date) ? date : null,
        zone: isZone(zone) ? zone : null,
        filter: filterOf(query),
    };
}

/** @param {URLSearchParams} query @returns {Filter} */
function filterOf(query) {
    const minConfidence = Number(query.get('min_confidence') ?? 0);
    return {
        minConfidence: minConfidence >= 0 && minConfidence <= 1 ? minConfidence : 0,
        behaviors: query.getAll('behavior').filter(name => BEHAVIORS.some(each => each.name === name)),
        reviews: query.getAll('review').filter(name => REVIEWS.some(each => each.name === name)),
    };
}

/** @param {Filter} filter @returns {[string, string][]} as the API and the address name them */
export function filterParameters(filter) {
    return [
        ...(filter.minConfidence > 0
            ? [/** @type {[string, string]} */ (['min_confidence', String(filter.minConfidence)])]
            : []),
        ...filter.behaviors.map(name => /** @type {[string, string]} */ (['behavior', name])),
        ...filter.reviews.map(name => /** @type {[string, string]} */ (['review', name])),
    ];
}

/** @param {Place} place @returns {string} relative to this page */
export function addressOf(place) {
    /** @type {[string, string][]} */
    const parameters = [];
    if (place.collar !== null) {
        parameters.push(['collar', place.collar]);
    }
    if (place.date !== null) {
        parameters.push(['date', place.date]);
    }
    if (place.zone !== null) {
        parameters.push(['zone', place.zone]);
    }
    if (place.view !== 'day') {
        parameters.push(['view', place.view]);
    }
    parameters.push(...filterParameters(place.filter));
    const query = new URLSearchParams(parameters).toString();
    return query === '' ? './' : `./?${query}`;
}

/** The one-time code of a sign-in link. @param {string} hash @returns {string | null} */
export function codeOf(hash) {
    return new URLSearchParams(hash.replace(/^#/, '')).get('code') || null;
}
