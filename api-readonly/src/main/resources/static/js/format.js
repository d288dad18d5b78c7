import { wallClock } from './zones.js';

/** Formats values for people. Times are UTC unless a zone is given. */

/** `03:04` @param {string | number} time ISO 8601, or milliseconds since 1970 @param {string} [zone] */
export function clockTime(time, zone = 'UTC') {
    return wallClock(time, zone).slice(11, 16);
}

/** `03:04:05` @param {string | number} time @param {string} [zone] */
export function clockTimeWithSeconds(time, zone = 'UTC') {
    return wallClock(time, zone).slice(11);
}

/** `2026-11-21 03:04` @param {string | number} time @param {string} [zone] */
export function dateTime(time, zone = 'UTC') {
    return wallClock(time, zone).slice(0, 16).replace('T', ' ');
}

/**
 * A time span within a day: `03:04 – 24:00`.
 *
 * @param {number} start
 * @param {number} end
 * @param {import('./local-day.js').Bounds} day
 */
export function clockSpan(start, end, day) {
    return `${clockTime(start, day.zone)} – ${end === day.end ? '24:00' : clockTime(end, day.zone)}`;
}

/** `2 h 58 min`, `3 min 15 s`, `20 s` @param {number} milliseconds */
export function length(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    if (seconds < 600) {
        return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
    }
    const minutes = Math.round(milliseconds / 60_000);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** A short form of a length: `14 h 40`, `8 min`, `< 1 min`, `0` @param {number} minutes */
export function briefMinutes(minutes) {
    const whole = Math.round(minutes);
    if (minutes === 0) {
        return '0 min';
    }
    if (whole < 1) {
        return '< 1 min';
    }
    return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${two(whole % 60)}`;
}

/** `49.8` @param {number | null | undefined} bpm */
export function heartRate(bpm) {
    return bpm == null ? '–' : bpm.toFixed(1);
}

/** `23 m`, `5.75 km` @param {number | null | undefined} metres */
export function distance(metres) {
    if (metres == null) {
        return '–';
    }
    return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`;
}

/** `0.91` @param {number} share */
export function confidence(share) {
    return share.toFixed(2);
}

/** `1,187` @param {number | null | undefined} number */
export function count(number) {
    return number == null ? '–' : String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 event`, `2 events` @param {number} number @param {string} noun */
export function plural(number, noun) {
    return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** How long ago: `just now`, `40 s ago`, `5 min ago`, `3 h ago`, `2 days ago` @param {number} milliseconds */
export function ago(milliseconds) {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    if (seconds < 10) {
        return 'just now';
    }
    if (seconds < 60) {
        return `${seconds} s ago`;
    }
    if (seconds < 3600) {
        return `${Math.round(seconds / 60)} min ago`;
    }
    return seconds < 172_800 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86_400)} days ago`;
}

/** How long until: `in 8 s`, `in 2 min` @param {number} milliseconds */
export function soon(milliseconds) {
    const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
    return seconds < 90 ? `in ${seconds} s` : `in ${Math.round(seconds / 60)} min`;
}

/** @param {number} number */
function two(number) {
    return String(number).padStart(2, '0');
}
