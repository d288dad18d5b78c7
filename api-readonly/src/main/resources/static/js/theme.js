/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @type {readonly Theme[]} */
const THEMES = ['system', 'light', 'dark'];

/** @returns {Theme} */
export function theme() {
    const chosen = document.documentElement.dataset.theme;
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Goes on to the next theme, and remembers it. @returns {Theme} */
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
        // It then holds for this visit.
    }
    return next;
}
