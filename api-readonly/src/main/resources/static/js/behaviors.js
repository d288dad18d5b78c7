/**
 * How the page shows behaviors.
 *
 * Each has a color, a letter and a lane, so that color is never the only sign. The colors, in
 * `css/colors.css`, keep the hues of Okabe and Ito, Color Universal Design (2008); their lightness is set for each
 * theme so that they stand out from its background by at least 3 : 1 and from each other under protan, deutan and
 * tritan color blindness. The letters are those of `petty timeline`.
 *
 * @typedef {object} Behavior
 * @property {string} name as in the API
 * @property {string} letter
 * @property {string} slug in class names
 * @property {string | null} minutes the summary column with its minutes; null: the rest of the observed minutes
 */

/** From still to lively. @type {readonly Behavior[]} */
export const BEHAVIORS = [
    behavior('Deep Sleep', 'S', 'minutes_deep_sleep'),
    behavior('Resting', 'R', 'minutes_resting'),
    behavior('Alert', 'A', 'minutes_alert'),
    behavior('Walking', 'W', 'minutes_walking'),
    behavior('Running', 'U', 'minutes_running'),
    behavior('Anxious Pacing', 'P', 'minutes_anxious_pacing'),
    behavior('Playing Fetch', 'F', 'minutes_playing_fetch'),
    behavior('Unknown', '?', null),
];

const BY_NAME = new Map(BEHAVIORS.map(each => [each.name, each]));

/** @param {string} name if the page doesn't know it, the behavior is drawn like Unknown, under its own name */
export function behaviorOf(name) {
    return BY_NAME.get(name) ?? { ...BEHAVIORS[BEHAVIORS.length - 1], name };
}

/**
 * The minutes of a day by behavior.
 *
 * @param {Record<string, any>} summary of a UTC day, or the minutes of a local day
 * @returns {{ behavior: Behavior, minutes: number }[]} all behaviors, in their order
 */
export function minutesOf(summary) {
    const named = BEHAVIORS.filter(each => each.minutes !== null);
    const known = named.reduce((sum, each) => sum + summary[each.minutes ?? ''], 0);
    return BEHAVIORS.map(each => ({
        behavior: each,
        // Ignores rounding errors of the sum: a millionth of a minute is not Unknown.
        minutes: each.minutes === null ? rounded(summary.observed_minutes - known) : summary[each.minutes],
    }));
}

/** @param {number} minutes */
function rounded(minutes) {
    return minutes < 1e-6 ? 0 : minutes;
}

/** @typedef {{ name: string, label: string, words: string }} Review */

/** Owners' reviews of an event. Their marks also differ by shape. @type {readonly Review[]} */
export const REVIEWS = [
    { name: 'confirmed', label: 'Confirmed', words: 'Confirmed by the owner' },
    { name: 'rejected', label: 'Rejected', words: 'Rejected by the owner' },
    { name: 'disputed', label: 'Disputed', words: 'Owners disagree' },
    { name: 'unreviewed', label: 'Unreviewed', words: 'Not reviewed' },
];

/** @param {string} flag @returns {{ title: string, words: string }} */
export function flagWords(flag) {
    switch (flag) {
        case 'high_resting_heart_rate':
            return {
                title: 'High heart rate at rest',
                words: 'The heart rate at rest was far above its usual level.',
            };
        case 'prolonged_inactivity':
            return {
                title: 'Long inactivity',
                words: 'One uninterrupted rest lasted for more than 8 hours of the daytime.',
            };
        default:
            return { title: flag.replaceAll('_', ' '), words: '' };
    }
}

/** @param {string} name @param {string} letter @param {string | null} minutes @returns {Behavior} */
function behavior(name, letter, minutes) {
    return { name, letter, slug: name.toLowerCase().replaceAll(' ', '-'), minutes };
}
