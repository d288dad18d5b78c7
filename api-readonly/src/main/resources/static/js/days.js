/**
 * Calendar days, written `2026-11-21`, so that they sort as strings. They are UTC days only where documented.
 *
 * @typedef {string} Day
 */

export const DAY_MILLISECONDS = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
];

/** @param {Day} day @returns {number} the first millisecond since 1970 of the UTC day */
export function startOf(day) {
    return Date.parse(`${day}T00:00:00Z`);
}

/** @param {unknown} text @returns {text is Day} */
export function isDay(text) {
    return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && dayOf(startOf(text)) === text;
}

/** @param {number} time milliseconds since 1970 @returns {Day | null} null for no time */
function dayOf(time) {
    return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}

/** @param {Day} day @param {number} count may be negative @returns {Day} */
export function plusDays(day, count) {
    return /** @type {Day} */ (dayOf(startOf(day) + count * DAY_MILLISECONDS));
}

/** The seven days that end with this one. @param {Day} day @returns {Day[]} */
export function weekUpTo(day) {
    return [-6, -5, -4, -3, -2, -1, 0].map(count => plusDays(day, count));
}

/** @param {Day} day */
export function weekday(day) {
    return WEEKDAYS[new Date(startOf(day)).getUTCDay()];
}

/** `21 November 2026` @param {Day} day */
export function longDay(day) {
    const date = new Date(startOf(day));
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `21 Nov` @param {Day} day */
export function shortDay(day) {
    const date = new Date(startOf(day));
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()].slice(0, 3)}`;
}

/** `November 2026` @param {string} month such as `2026-11` */
export function monthName(month) {
    return `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

/**
 * Returns the weeks of a month, from Monday. Days of other months are null.
 *
 * @param {string} month such as `2026-11`
 * @returns {(Day | null)[][]}
 */
export function weeksOf(month) {
    /** @type {(Day | null)[]} */
    const places = Array((new Date(startOf(`${month}-01`)).getUTCDay() + 6) % 7).fill(null);
    for (let day = `${month}-01`; day.startsWith(month); day = plusDays(day, 1)) {
        places.push(day);
    }
    while (places.length % 7 !== 0) {
        places.push(null);
    }
    return Array.from({ length: places.length / 7 }, (_, week) => places.slice(week * 7, week * 7 + 7));
}

/**
 * Returns the published days before and after a day, which need not be published itself.
 *
 * @param {Day[]} days ascending
 * @param {Day} day
 */
export function neighbors(days, day) {
    return {
        previous: days.filter(each => each < day).pop() ?? null,
        next: days.find(each => each > day) ?? null,
        newest: days[days.length - 1] ?? null,
    };
}
