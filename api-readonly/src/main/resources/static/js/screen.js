import { addressOf } from './address.js';
import { createConnectionSign } from './connection.js';
import { ProblemError } from './client/errors.js';
import { longDay, weekday } from './days.js';
import { fill, h } from './dom.js';
import { plural } from './format.js';
import { createShell } from './shell.js';
import { createDayView } from './views/day.js';
import { problemScreen, signInScreen, waitingScreen } from './views/gate.js';
import { createStatusView } from './views/status.js';
import { createWeekView } from './views/week.js';

/**
 * @typedef {object} Gate
 * @property {'none' | 'ended' | 'left' | 'left-here' | 'bad-code' | 'code-unsent'} why
 * @property {unknown} error
 */

/** Time after which a load is reported as slow, in milliseconds. */
const SLOW = 4_000;

/**
 * Creates the screen: fills the frame of index.html with the shell, the connection notice and the current view.
 *
 * @param {object} listeners
 * @param {(change: object, options?: object) => void} listeners.go
 * @param {(zone: string | null) => void} listeners.chooseZone
 * @param {() => void} listeners.signOut
 * @param {() => void} listeners.tryNow
 * @param {() => void} listeners.tryCodeAgain
 * @param {import('./client/clock.js').Clock} listeners.clock
 */
export function createScreen({ go, chooseZone, signOut, tryNow, tryCodeAgain, clock }) {
    const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    const main = byId('main');
    const announcer = byId('announcer');
    const slow = byId('slow');
    const shell = createShell({ go, chooseZone, signOut, check: tryNow });
    const sign = createConnectionSign({ tryNow, clock });
    const views = { day: createDayView({ go }), week: createWeekView({ go }), status: createStatusView({ go }) };
    byId('site').append(shell.nav, shell.tools);
    byId('tools').append(shell.toolbar, sign.element);

    /** The current content of `main`, to rebuild it only if it changes. */
    let held = /** @type {unknown} */ (null);
    let titleDue = false;
    /** @type {() => void} */
    let cancelSlow = () => {};
    let waiting = false;

    /** @param {unknown} what @param {() => HTMLElement} make */
    function hold(what, make) {
        if (held !== what) {
            held = what;
            fill(main, make());
        }
    }

    /** @param {boolean} now */
    function wait(now) {
        main.setAttribute('aria-busy', String(now));
        main.classList.toggle('loading', now);
        if (now !== waiting) {
            waiting = now;
            cancelSlow();
            slow.hidden = true;
            if (now) {
                cancelSlow = clock.after(SLOW, () => {
                    slow.hidden = false;
                });
            }
        }
    }

    /** @param {any} now */
    function drawPlace(now) {
        const { place, scene, problem } = now;
        const view = views[/** @type {'day'} */ (place.view)];
        const current = scene !== null && scene.key === addressOf(place);
        if (problem !== null) {
            hold(problem, () => problemScreen(problem, problemWords(problem)));
            return 'Not shown';
        }
        if (current && (scene.data.forbidden || scene.data.nothing)) {
            hold(scene.data, () => problemScreen(null, nothingWords(scene.data)));
            return 'Nothing to show';
        }
        if (current) {
            hold(view, () => view.element);
            view.update(scene.place, scene.data);
            return view.title(scene.place);
        }
        // While another day or collar loads, the view keeps its data; another view starts empty.
        if (held !== view || scene?.place.view !== place.view) {
            hold('waiting', waitingScreen);
        }
        return 'Loading';
    }

    return {
        /** @param {any} now the state of the app */
        draw(now) {
            const { place, gate, scene, trouble, session, online, problem } = now;
            const current = scene !== null && scene.key === addressOf(place);
            shell.update({
                place,
                resolved: current
                    ? scene.place
                    : {
                          collar: place.collar ?? scene?.place.collar ?? null,
                          date: place.date ?? now.newest,
                      },
                collars: now.collars,
                zone: now.zone,
                days: now.days,
                signedIn: gate === null && session.current !== null,
                mayStatus: session.may('status:read'),
                checkedAt: current ? scene.at : null,
            });
            let title;
            if (gate !== null) {
                hold(gate, () => signInScreen(gate.why, gate.error, tryCodeAgain));
                title = 'Sign in';
            } else {
                title = drawPlace(now);
            }
            wait(gate === null && !current && problem === null);
            document.title = `${title} – Petty`;
            const cut = gate === null && (trouble !== null || !online);
            sign.update(
                cut
                    ? {
                          error: trouble,
                          dataAt: current || held === views[/** @type {'day'} */ (scene?.place.view)] ? scene.at : null,
                          elsewhere: !current,
                          nextAt: now.nextAt,
                          online,
                      }
                    : null,
            );
            if (titleDue && !waiting) {
                titleDue = false;
                byId('view-title')?.focus({ preventScroll: true });
                window.scrollTo(0, 0);
            }
        },

        /** Moves the focus to the view's title after the view is drawn, as on a new page. */
        focusTitle() {
            titleDue = true;
        },

        /** Announces to screen readers what the page shows. @param {any} scene @param {boolean} news */
        announce({ place, data }, news) {
            const words =
                place.view === 'status'
                    ? 'Status loaded.'
                    : place.view === 'week'
                      ? `Week of ${place.collar} to ${longDay(place.date ?? '')} loaded.`
                      : dayWords(place, data);
            const text = news ? `New data. ${words}` : words;
            if (news || announcer.textContent !== text) {
                announcer.textContent = text;
            }
        },

        /** Redraws when the width changes. @param {() => void} redraw */
        resized(redraw) {
            let width = main.clientWidth;
            new ResizeObserver(() => {
                if (main.clientWidth !== width) {
                    width = main.clientWidth;
                    for (const view of Object.values(views)) {
                        if (view === held) {
                            view.resized();
                        }
                    }
                    redraw();
                }
            }).observe(main);
        },
    };
}

/** @param {any} place @param {any} data */
function dayWords(place, data) {
    if (data.nothing) {
        return 'Nothing to show.';
    }
    const day = `${place.collar}, ${weekday(place.date)} ${longDay(place.date)}`;
    return data.day === null ? `${day} is not published.` : `${day}: ${plural(data.items.length, 'event')}.`;
}

/** @param {unknown} error */
function problemWords(error) {
    if (error instanceof ProblemError && error.slug === 'unknown-collar') {
        return 'Your link gives no access to such a collar. Choose one above.';
    }
    if (error instanceof ProblemError && error.problem.parameter === 'zone') {
        return 'The service does not know this time zone. Choose another above.';
    }
    return error instanceof ProblemError
        ? error.message
        : 'Something on this page failed. Load it again. If it fails again, tell the operator of Petty.';
}

/** @param {{ forbidden?: boolean, nothing?: string }} data */
function nothingWords(data) {
    if (data.forbidden) {
        return 'The status is for engineers: your link does not cover it.';
    }
    return data.nothing === 'collar'
        ? 'Your link gives access to no collar.'
        : 'No day is published yet. Days appear here as soon as a run publishes them.';
}
