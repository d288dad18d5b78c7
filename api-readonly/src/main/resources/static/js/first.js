// A classic script in the head, so that the chosen theme is set before the first paint.
try {
    const theme = localStorage.getItem('petty.theme');
    if (theme === 'light' || theme === 'dark') {
        document.documentElement.dataset.theme = theme;
    }
} catch {
    // Storage may be forbidden; then the system's theme is used.
}

// Shows a message if a script can't be loaded. This can't be left to other scripts, since they may not run then.
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
