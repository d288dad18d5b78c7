/** What tests hand in for the world: a clock that they set, chance that they choose, a server that they script. */

/** Lets all promises that are ready run. Some take many turns, such as a reply that passes several layers. */
export async function settle() {
    for (let turn = 0; turn < 60; turn++) {
        await Promise.resolve();
    }
}

/** A clock that stands still until it is told to go on. */
export function handClock(start = Date.parse('2026-11-21T12:00:00Z')) {
    let now = start;
    let timers = [];
    return {
        now: () => now,
        after(milliseconds, run) {
            const timer = { at: now + milliseconds, run };
            timers.push(timer);
            return () => {
                timers = timers.filter(each => each !== timer);
            };
        },
        /** Goes on, and runs what becomes due on the way, in order. */
        async advance(milliseconds) {
            const end = now + milliseconds;
            await settle();
            for (;;) {
                const due = timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
                if (due === undefined) {
                    break;
                }
                timers = timers.filter(each => each !== due);
                now = Math.max(now, due.at);
                due.run();
                await settle();
            }
            now = end;
            await settle();
        },
        get pending() {
            return timers.length;
        },
    };
}

/** A promise with its handles outside. */
export function deferred() {
    const handles = {};
    handles.promise = new Promise((resolve, reject) => Object.assign(handles, { resolve, reject }));
    return handles;
}

/** An answer as `fetch` gives it. */
export function response(status, body = null, headers = {}) {
    return new Response(body === null ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
    });
}

/** A `fetch` that answers by a script and remembers what it was asked. */
export function scriptedFetch(...answers) {
    const asked = [];
    const fetch = async (url, options) => {
        asked.push({ url, ...options });
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        const result = typeof answer === 'function' ? await answer(url, options) : answer;
        if (result instanceof Error) {
            throw result;
        }
        return result;
    };
    return { fetch, asked };
}

/** An answer that never comes, unless it is broken off. */
export function silence(url, { signal }) {
    return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('broken off', 'AbortError')));
    });
}
