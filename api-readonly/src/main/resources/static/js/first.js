// A classic script in the head. The chosen theme must hold before anything is painted.
try {
    const theme = localStorage.getItem('petty.theme');
    if (theme === 'light' || theme === 'dark') {
        document.documentElement.dataset.theme = theme;
    }
} catch {
    // Storage may be forbidden; then the system's theme holds.
}

// On a bad network a script may not arrive, and then nobody else is there to say so.
addEventListener(
    'error',
    event => {
        if (event.target instanceof HTMLScriptElement) {
            const show = () => document.getElementById('broken')?.removeAttribute('hidden');
            show();
            document.addEventListener('DOMContentLoaded', show);
            addEventListener('online', () => location.reload());
        }
    },
    true,
);
