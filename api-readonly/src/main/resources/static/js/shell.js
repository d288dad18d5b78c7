import { addressOf } from './address.js';
import { neighbors } from './days.js';
import { fill, h } from './dom.js';
import { clockTime } from './format.js';
import { switchTheme, theme } from './theme.js';
import { allZones, ownZone } from './zones.js';

/** With more collars than this, the collar is typed instead of picked from a list. */
const LISTED = 60;

/**
 * Creates the frame of the views: navigation, the choice of collar and day, theme and sign-out.
 *
 * @param {object} listeners
 * @param {(change: object, options?: object) => void} listeners.go
 * @param {(zone: string | null) => void} listeners.chooseZone null: the browser's own
 * @param {() => void} listeners.signOut
 * @param {() => void} listeners.check checks for new data
 */
export function createShell({ go, chooseZone, signOut, check }) {
    const links = /** @type {const} */ (['day', 'week', 'status']).map(view => ({
        view,
        link: h(
            'a',
            {
                'data-testid': `nav-${view}`,
                onclick: (/** @type {MouseEvent} */ click) => {
                    if (!click.ctrlKey && !click.metaKey && !click.shiftKey) {
                        click.preventDefault();
                        go({ view });
                    }
                },
            },
            view[0].toUpperCase() + view.slice(1),
        ),
    }));
    const collarBox = h('span.control');
    const previous = stepButton('previous', 'Previous published day', '‹');
    const next = stepButton('next', 'Next published day', '›');
    const newest = h(
        'button',
        { type: 'button', 'data-testid': 'newest', onclick: () => go({ date: null }) },
        'Newest',
    );
    const date = h('input', { type: 'date', id: 'date', 'data-testid': 'date', required: true, min: '2000-01-01' });
    // While a year is being typed, its first digits form dates before `min`, which are invalid.
    date.addEventListener('change', () => date.validity.valid && go({ date: date.value }));
    const checking = h('button.quiet', { type: 'button', onclick: check, 'data-testid': 'check' });
    const themeButton = h('button.quiet', { type: 'button', 'data-testid': 'theme' });
    themeButton.addEventListener('click', () => {
        switchTheme();
        nameTheme();
    });
    const leave = h('button.quiet', { type: 'button', onclick: signOut, 'data-testid': 'sign-out' }, 'Sign out');
    const nav = h('nav', { 'aria-label': 'Views' }, h('ul', {}, ...links.map(({ link }) => h('li', {}, link))));
    const stepper = h(
        'span.control.stepper',
        {},
        previous,
        h('label.unseen', { for: 'date' }, 'Day'),
        date,
        next,
        newest,
    );
    const zones = h('select', { id: 'zone', 'data-testid': 'zone' });
    zones.addEventListener('change', () => chooseZone(zones.value === '' ? null : zones.value));
    const zoneBox = h('span.control.zones', {}, h('label', { for: 'zone' }, 'Time zone'), zones);
    const utc = h('span.zone', {}, 'Days and times are UTC');
    const toolbar = h(
        'div.toolbar',
        { role: 'group', 'aria-label': 'Collar, day and time zone' },
        collarBox,
        stepper,
        zoneBox,
        utc,
        checking,
    );
    let collarsShown = '';

    /** @param {string} id @param {string} label @param {string} sign */
    function stepButton(id, label, sign) {
        const button = h('button.step', { type: 'button', 'data-testid': id, 'aria-label': label, title: label }, sign);
        button.addEventListener('click', () => button.dataset.target && go({ date: button.dataset.target }));
        return button;
    }

    function nameTheme() {
        const sign = { system: '◐', light: '☀', dark: '☾' }[theme()];
        fill(
            themeButton,
            h('span', { 'aria-hidden': 'true' }, sign),
            ` ${theme()[0].toUpperCase()}${theme().slice(1)}`,
        );
        themeButton.setAttribute('aria-label', `Theme: ${theme()}. Switch.`);
    }

    /** @param {string[]} collars @param {string | null} chosen */
    function collarChoice(collars, chosen) {
        const all = chosen === null || collars.includes(chosen) ? collars : [...collars, chosen];
        const key = JSON.stringify(all);
        const typed = all.length > LISTED;
        if (key !== collarsShown) {
            collarsShown = key;
            const options = all.map(collar => h('option', { value: collar }, collar));
            const field = typed
                ? h('input', {
                      id: 'collar',
                      list: 'collars',
                      autocomplete: 'off',
                      spellcheck: 'false',
                      'data-testid': 'collar',
                  })
                : h('select', { id: 'collar', 'data-testid': 'collar' }, ...options);
            field.addEventListener('change', () => field.value !== '' && go({ collar: field.value }));
            fill(
                collarBox,
                h('label', { for: 'collar' }, 'Collar'),
                field,
                typed && h('datalist', { id: 'collars' }, ...options),
            );
        }
        const field = /** @type {HTMLInputElement} */ (collarBox.querySelector('#collar'));
        if (document.activeElement !== field || !typed) {
            field.value = chosen ?? '';
        }
    }

    /** Lists all zones: the browser's own first, with an empty value, and also the one shown. @param {string} shown */
    function zoneChoice(shown) {
        const own = ownZone();
        if (zones.options.length === 0) {
            const all = allZones();
            const option = (/** @type {string} */ zone) => h('option', { value: zone }, zone.replaceAll('_', ' '));
            zones.append(
                h('option', { value: '' }, `${own.replaceAll('_', ' ')} (yours)`),
                ...[...new Set(['UTC', ...all])].filter(zone => zone !== own).map(option),
            );
        }
        zones.value = shown === own ? '' : shown;
        if (zones.selectedIndex < 0) {
            zones.append(h('option', { value: shown }, shown.replaceAll('_', ' ')));
            zones.value = shown;
        }
    }

    nameTheme();
    const tools = h('div.tools', {}, themeButton, leave);
    return {
        nav,
        tools,
        toolbar,

        /**
         * @param {object} now
         * @param {import('./address.js').Place} now.place as the address has it
         * @param {{ collar: string | null, date: string | null }} now.resolved as it is shown
         * @param {string[]} now.collars
         * @param {string} now.zone whose days and clocks are shown
         * @param {string[]} now.days local days with something published, ascending
         * @param {boolean} now.signedIn
         * @param {boolean} now.mayStatus
         * @param {number | null} now.checkedAt
         */
        update({ place, resolved, collars, zone, days, signedIn, mayStatus, checkedAt }) {
            nav.hidden = toolbar.hidden = leave.hidden = !signedIn;
            for (const { view, link } of links) {
                link.href = addressOf({ ...place, view });
                link.parentElement.hidden = view === 'status' && !mayStatus;
                if (view === place.view) {
                    link.setAttribute('aria-current', 'page');
                } else {
                    link.removeAttribute('aria-current');
                }
            }
            const status = place.view === 'status';
            collarBox.hidden = stepper.hidden = zoneBox.hidden = status;
            utc.hidden = !status;
            if (document.activeElement !== zones) {
                zoneChoice(zone);
            }
            collarChoice(collars, resolved.collar);
            if (document.activeElement !== date || date.value === '') {
                date.value = resolved.date ?? '';
            }
            const around = resolved.date === null ? null : neighbors(days, resolved.date);
            for (const [button, target] of [
                [previous, around?.previous],
                [next, around?.next],
            ]) {
                button.dataset.target = target ?? '';
                // Not `disabled`, so that a button pressed repeatedly keeps the focus at the last day.
                button.setAttribute('aria-disabled', String(!target));
            }
            newest.setAttribute('aria-pressed', String(place.date === null));
            const clock = status ? 'UTC' : zone;
            checking.textContent =
                checkedAt === null ? 'Check for new data' : `Checked ${clockTime(checkedAt, clock)} · Check now`;
        },
    };
}
