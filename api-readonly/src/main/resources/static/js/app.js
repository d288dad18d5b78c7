import { addressOf, codeOf, placeOf } from './address.js';
import { createAnswers } from './answers.js';
import { api } from './api.js';
import { createBreaker } from './client/breaker.js';
import { createCache } from './client/cache.js';
import { systemClock } from './client/clock.js';
import { isSameProblem, isSetback, ProblemError, SignedOutError } from './client/errors.js';
import { createHttp } from './client/http.js';
import { createPace } from './client/pace.js';
import { createPoller } from './client/poll.js';
import { createReader } from './client/reader.js';
import { createRedraw } from './client/redraw.js';
import { createRetry } from './client/retry.js';
import { readPages } from './pages.js';
import { createScreen } from './screen.js';
import { localDays, newestLocalDay } from './local-day.js';
import { createSession } from './session.js';
import { loadDay } from './views/day.js';
import { loadStatus } from './views/status.js';
import { loadWeek } from './views/week.js';
import { ownZone, rememberedZone, rememberZone } from './zones.js';

const clock = systemClock;
const random = Math.random;
const exchange = createHttp({ fetch: window.fetch.bind(window), clock });
const cache = createCache();
const breaker = createBreaker({ clock, random });
const session = createSession({
    exchange,
    clock,
    alone: async run => (navigator.locks ? await navigator.locks.request('petty-session', run) : run()),
});
const reader = createReader({ exchange, retry: createRetry({ clock, random }), breaker, cache, session, clock });
const pace = createPace({ clock });
const visible = () => document.visibilityState === 'visible';
const poller = createPoller({ clock, random, ask, pace, visible });

const state = {
    place: placeOf(location.search),
    /** @type {import('./screen.js').Gate | null} why no user is signed in; null if one is, or if it isn't known yet */
    gate: /** @type {any} */ (null),
    /** @type {string[]} */
    collars: [],
    /** @type {string[]} local days with something published */
    days: [],
    /** @type {string | null} the day that is shown by default */
    newest: /** @type {any} */ (null),
    /** @type {{ key: string, place: any, data: any, at: number } | null} the data loaded last */
    scene: /** @type {any} */ (null),
    /** @type {unknown} why newer data can't be read; null if it can */
    trouble: /** @type {unknown} */ (null),
    /** @type {unknown} why this place can't be shown; null if it can */
    problem: /** @type {unknown} */ (null),
};
let underway = new AbortController();
/** @type {string | null} a code that got no answer, for a manual retry */
let unsentCode = null;

const screen = createScreen({
    go,
    chooseZone,
    signOut,
    tryNow,
    tryCodeAgain: () => unsentCode !== null && signIn(unsentCode),
    clock,
});
const redraw = createRedraw(window.requestAnimationFrame.bind(window), () =>
    screen.draw({
        ...state,
        zone: zoneOf(state.place),
        session,
        nextAt: Math.max(poller.nextAt, breaker.retryAt),
        online: navigator.onLine,
    }),
);

/** Makes one round of requests for the current place. The poller never calls this concurrently. */
async function ask() {
    const { place } = state;
    const key = addressOf(place);
    const { signal } = underway;
    try {
        await session.token();
        const answers = createAnswers({ reader, pace, clock, signal, watched: state.scene !== null });
        const resolved = await resolve(place, answers.read);
        const data = await load(resolved, answers.read);
        if (signal.aborted) {
            return;
        }
        const news = state.scene?.key === key && answers.changed;
        state.scene = { key, place: resolved, data, at: answers.oldest };
        state.problem = null;
        state.trouble = answers.outage;
        screen.announce(state.scene, news);
        if (state.trouble !== null) {
            // The data shown is stale: make the poller retry soon.
            throw state.trouble;
        }
    } catch (error) {
        if (!signal.aborted) {
            failed(error);
            throw error;
        }
    } finally {
        redraw();
    }
}

/** @param {unknown} error */
function failed(error) {
    if (error instanceof SignedOutError) {
        leave(session.current === null && state.scene === null ? 'none' : 'ended', null);
    } else if (isSetback(error)) {
        state.trouble = error;
    } else {
        state.trouble = null;
        // Don't redraw for the same problem.
        state.problem = isSameProblem(state.problem, error) ? state.problem : error;
        if (!(error instanceof ProblemError)) {
            console.error(error);
        }
    }
}

/**
 * Fills in the defaults of an address: the viewer's zone, the first collar, the newest day.
 *
 * @param {import('./address.js').Place} place
 * @param {import('./answers.js').Read} read
 */
async function resolve(place, read) {
    if (place.view === 'status') {
        return place;
    }
    const [days, collars] = await Promise.all([publishedDays(place.date, read), knownCollars(read)]);
    const zone = zoneOf(place);
    state.days = localDays(days, zone);
    state.newest = newestLocalDay(days, zone);
    state.collars = collars;
    const collar = place.collar ?? state.scene?.place.collar ?? collars[0] ?? null;
    return { ...place, chosenZone: place.zone, zone, collar, date: place.date ?? state.newest };
}

/** @param {import('./address.js').Place} place */
function zoneOf(place) {
    return place.zone ?? rememberedZone() ?? ownZone();
}

/** @param {string | null} zone null: the browser's own */
function chooseZone(zone) {
    rememberZone(zone);
    const place = { ...state.place, zone };
    history.replaceState(null, '', addressOf(place));
    // Also needed if the address doesn't change, since the remembered zone may have been cleared.
    moveTo(place);
}

/** @param {string | null} date @param {import('./answers.js').Read} read @returns {Promise<string[]>} ascending, UTC */
async function publishedDays(date, read) {
    const newest = (await readPages(read, api.newestDays(), 'days')).map(each => each.day);
    if (date === null || newest.length === 0 || date >= newest[0]) {
        return newest;
    }
    const around = (await readPages(read, api.daysAround(date), 'days')).map(each => each.day);
    return [...new Set([...around, ...newest])].sort();
}

/** @param {import('./answers.js').Read} read @returns {Promise<string[]>} */
async function knownCollars(read) {
    if (!session.may('timelines:read-all')) {
        return session.current?.collars ?? [];
    }
    return (await readPages(read, api.collars(), 'collars')).map(each => each.collar_id);
}

/** @param {any} place @param {import('./answers.js').Read} read */
function load(place, read) {
    if (place.view === 'status') {
        return session.may('status:read') ? loadStatus(read, place) : { forbidden: true };
    }
    if (place.collar === null || place.date === null) {
        return { nothing: place.collar === null ? 'collar' : 'day' };
    }
    return place.view === 'week' ? loadWeek(read, place) : loadDay(read, place);
}

/**
 * @param {Partial<import('./address.js').Place>} change
 * @param {{ replace?: boolean }} [options]
 */
function go(change, { replace = false } = {}) {
    const place = { ...state.place, ...change };
    const address = addressOf(place);
    if (address !== addressOf(state.place)) {
        history[replace ? 'replaceState' : 'pushState'](null, '', address);
        moveTo(place);
    }
}

/** @param {import('./address.js').Place} place */
function moveTo(place) {
    const otherView = place.view !== state.place.view;
    const otherData =
        otherView ||
        place.collar !== state.place.collar ||
        place.date !== state.place.date ||
        place.zone !== state.place.zone;
    state.place = place;
    state.problem = null;
    remember();
    underway.abort();
    underway = new AbortController();
    if (otherData) {
        pace.reset();
    }
    if (otherView) {
        screen.focusTitle();
    }
    redraw();
    poller.poke();
}

/** Stores the view, so that it can be restored after a sign-in by link. The link itself doesn't contain the view. */
function remember() {
    try {
        sessionStorage.setItem('petty.view', addressOf(state.place));
    } catch {
        // Without storage, a new link opens the newest day.
    }
}

function recall() {
    try {
        return sessionStorage.getItem('petty.view');
    } catch {
        return null;
    }
}

/** @param {string} code */
async function signIn(code) {
    unsentCode = null;
    state.gate = null;
    underway.abort();
    underway = new AbortController();
    poller.stop();
    redraw();
    try {
        await session.signIn(code);
    } catch (error) {
        const unsent = isSetback(error);
        unsentCode = unsent ? code : null;
        leave(unsent ? 'code-unsent' : 'bad-code', error);
        return;
    }
    // Another user may have signed in.
    cache.clear();
    Object.assign(state, { scene: null, problem: null, trouble: null, collars: [], days: [] });
    poller.start();
}

async function signOut() {
    underway.abort();
    leave('left', null);
    try {
        sessionStorage.removeItem('petty.view');
    } catch {
        // Nothing was stored either.
    }
    history.replaceState(null, '', './');
    state.place = placeOf('');
    try {
        await session.signOut();
    } catch (error) {
        leave('left-here', error);
    }
}

/** @param {import('./screen.js').Gate['why']} why @param {unknown} error */
function leave(why, error) {
    poller.stop();
    cache.clear();
    Object.assign(state, { gate: { why, error }, scene: null, problem: null, trouble: null, collars: [], days: [] });
    screen.focusTitle();
    redraw();
}

function tryNow() {
    breaker.hint();
    poller.poke();
}

/** Removes the code from the address before anything else can read or store it. @returns {string | null} */
function takeCode() {
    const code = codeOf(location.hash);
    if (code !== null) {
        const known = location.search === '' ? recall() : null;
        history.replaceState(null, '', known ?? location.pathname + location.search);
        state.place = placeOf(location.search);
    }
    return code;
}

function enter() {
    const code = takeCode();
    if (code !== null) {
        signIn(code);
        return true;
    }
    return false;
}

window.addEventListener('popstate', () => {
    const place = placeOf(location.search);
    // The event also occurs if only the fragment changes, for example when the skip link is used.
    if (addressOf(place) !== addressOf(state.place)) {
        moveTo(place);
    }
});
// Opening a link in a tab that already shows the page only changes the fragment.
window.addEventListener('hashchange', enter);
document.addEventListener('visibilitychange', () => poller.visibilityChanged());
window.addEventListener('online', tryNow);
window.addEventListener('offline', redraw);
screen.resized(redraw);
redraw();
if (location.search !== '') {
    remember();
}
if (!enter()) {
    poller.start();
}
