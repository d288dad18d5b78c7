// A classic script in the head: the chosen theme must hold before anything is painted.
try {
    const theme = localStorage.getItem('petty.theme');
    if (theme === 'light' || theme === 'dark') {
        document.documentElement.dataset.theme = theme;
    }
} catch {
    // Storage may be forbidden; then the system's theme holds.
}
