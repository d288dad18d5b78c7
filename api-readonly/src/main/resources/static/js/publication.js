/** Maximum rounds. Afterwards the answers are used even if their publications differ. */
const ROUNDS = 3;

/**
 * Reads timelines and summaries of the same publications. If a day is published between the answers, reads both again.
 *
 * @param {import('./answers.js').Read} read
 * @param {string} timelineUrl
 * @param {string} summariesUrl
 * @returns {Promise<{ timeline: any, summaries: any }>}
 */
export async function readTogether(read, timelineUrl, summariesUrl) {
    for (let round = 1; ; round++) {
        const [timeline, summaries] = await Promise.all([read(timelineUrl), read(summariesUrl)]);
        if (round === ROUNDS || sameTimes(timeline.days, summaries.days)) {
            return { timeline, summaries };
        }
    }
}

/** @param {any[]} one @param {any[]} other */
function sameTimes(one, other) {
    const times = (/** @type {any[]} */ days) =>
        days.map(each => `${each.day} ${each.published_at} ${JSON.stringify(each.parts)}`).join();
    return times(one) === times(other);
}
