import { problemDetails } from '../connection.js';
import { h } from '../dom.js';

/**
 * Makes the screen for users who aren't signed in.
 *
 * @param {'none' | 'ended' | 'left' | 'left-here' | 'bad-code' | 'code-unsent'} why
 * @param {unknown} error
 * @param {() => void} tryAgain
 * @returns {HTMLElement}
 */
export function signInScreen(why, error, tryAgain) {
    const [title, words] = WORDS[why];
    return h(
        'section.gate.card',
        { 'aria-labelledby': 'view-title', 'data-testid': 'sign-in', 'data-why': why },
        h('h1', { id: 'view-title', tabindex: -1 }, title),
        h('p', {}, words),
        why === 'code-unsent'
            ? h('p', {}, h('button.primary', { type: 'button', onclick: tryAgain }, 'Try again'))
            : null,
        h(
            'div.how',
            {},
            h('p', {}, h('strong', {}, 'How to get a link')),
            h('p', {}, 'The operator of Petty creates one for you. It works once, within 10 minutes:'),
            h('pre', {}, 'petty tokens issue --user YOU --collars LUNA-01 --link'),
        ),
        problemDetails(error),
    );
}

/** @type {Record<string, [string, string]>} */
const WORDS = {
    none: [
        'Open your link',
        'You need a personal link to sign in. Open yours on this device; you stay signed in here for a week.',
    ],
    ended: [
        'Open a new link',
        'Your sign-in has ended. Open a new link in this tab to continue where you were.',
    ],
    left: ['You are signed out', 'To come back, open a new link.'],
    'left-here': [
        'You are signed out of this page',
        'The server could not be reached to end the sign-in there as well. ' +
            'Load this page again when the network is back, and sign out once more.',
    ],
    'bad-code': [
        'This link no longer works',
        'It was opened before, or is older than 10 minutes. Ask for a new one.',
    ],
    'code-unsent': [
        'No answer to your link',
        'The server could not be reached, or did not answer in time. Your link may still be valid.',
    ],
};

/** Makes the placeholder while the first data loads. @returns {HTMLElement} */
export function waitingScreen() {
    return h(
        'section.waiting',
        { 'aria-labelledby': 'view-title', 'data-testid': 'waiting' },
        h('h1.unseen', { id: 'view-title', tabindex: -1 }, 'Loading'),
        h('div.bone.short'),
        h('div.bone.tall'),
        h('div.bone'),
    );
}

/** @param {unknown} error @param {string} message @param {Node | null} [offer] @returns {HTMLElement} */
export function problemScreen(error, message, offer = null) {
    return h(
        'section.gate.card',
        { 'aria-labelledby': 'view-title', 'data-testid': 'problem' },
        h('h1', { id: 'view-title', tabindex: -1 }, 'This cannot be shown'),
        h('p', {}, message),
        offer,
        problemDetails(error),
    );
}
