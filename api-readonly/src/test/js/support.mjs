/** Test doubles: a clock set by hand, chosen random numbers, and a scripted server. */

/** Lets all ready promises run. Some take many turns, such as a reply that passes several layers. */
export async function settle() {
    for (let turn = 0; turn < 60; turn++) {
        await Promise.resolve();
    }
}

/** A clock that stands still until a test advances it. */
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
        /** Advances, and runs the timers that become due, in order. */
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

/** A promise that the test settles. */
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

/** A `fetch` that answers from a script and records its requests. */
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

/** A request that gets no answer, and ends only if it is aborted. */
export function silence(url, { signal }) {
    return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('broken off', 'AbortError')));
    });
}
