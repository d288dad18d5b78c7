/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @type {readonly Theme[]} */
const THEMES = ['system', 'light', 'dark'];

/** @returns {Theme} */
export function theme() {
    const chosen = document.documentElement.dataset.theme;
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Switches to the next theme and stores the choice. @returns {Theme} */
export function switchTheme() {
    const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
    if (next === 'system') {
        delete document.documentElement.dataset.theme;
    } else {
        document.documentElement.dataset.theme = next;
    }
    try {
        localStorage.setItem('petty.theme', next);
    } catch {
        // Without storage, the theme lasts for this visit.
    }
    return next;
}
