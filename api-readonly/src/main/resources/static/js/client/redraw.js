/**
 * Combines all redraw requests before the next frame into one.
 *
 * @param {(run: () => void) => unknown} nextFrame such as requestAnimationFrame, which waits while the tab is hidden
 * @param {() => void} draw
 * @returns {() => void} requests a redraw
 */
export function createRedraw(nextFrame, draw) {
    let due = false;
    return () => {
        if (!due) {
            due = true;
            nextFrame(() => {
                due = false;
                draw();
            });
        }
    };
}
