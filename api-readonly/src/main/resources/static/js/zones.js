/**
 * Time zones: the viewer's own, the chosen one, and local times in a zone.
 *
 * @typedef {string} Zone such as `Europe/Berlin`
 */

/** @type {Map<Zone, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Zone} zone @throws {RangeError} if the browser doesn't know the zone */
function formatOf(zone) {
    let format = formats.get(zone);
    if (format === undefined) {
        format = new Intl.DateTimeFormat('en-GB', {
            timeZone: zone,
            hourCycle: 'h23',
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
        });
        formats.set(zone, format);
    }
    return format;
}

/** @param {unknown} text @returns {text is Zone} */
export function isZone(text) {
    if (typeof text !== 'string' || !/^[A-Za-z0-9_+:/-]{1,64}$/.test(text)) {
        return false;
    }
    try {
        formatOf(text);
        return true;
    } catch {
        return false;
    }
}

/** The browser's zone. @returns {Zone} */
export function ownZone() {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return isZone(zone) ? zone : 'UTC';
}

/** The zone chosen in this visit or an earlier one; null if none, or if it is the browser's own. */
export function rememberedZone() {
    try {
        const zone = localStorage.getItem('petty.zone');
        return isZone(zone) ? zone : null;
    } catch {
        return null;
    }
}

/** @param {Zone | null} zone null: the browser's own */
export function rememberZone(zone) {
    try {
        if (zone === null) {
            localStorage.removeItem('petty.zone');
        } else {
            localStorage.setItem('petty.zone', zone);
        }
    } catch {
        // The address still contains the zone.
    }
}

/** All zones to choose from, in order. @returns {Zone[]} */
export function allZones() {
    return typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
}

/**
 * Returns the local time in the zone: `2026-11-21T03:04:05`.
 *
 * @param {string | number} time ISO 8601, or milliseconds since 1970
 * @param {Zone} zone
 */
export function wallClock(time, zone) {
    const date = new Date(time);
    if (zone === 'UTC') {
        return date.toISOString().slice(0, 19);
    }
    /** @type {Record<string, string>} */
    const part = {};
    for (const { type, value } of formatOf(zone).formatToParts(date)) {
        part[type] = value;
    }
    return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

/** Returns the day in the zone at a moment. @param {string | number} time @param {Zone} zone @returns {string} */
export function dayAt(time, zone) {
    return wallClock(time, zone).slice(0, 10);
}
