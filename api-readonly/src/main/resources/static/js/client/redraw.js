/**
 * Draws once for any number of changes before the next frame.
 *
 * @param {(run: () => void) => unknown} nextFrame such as requestAnimationFrame, which waits while the tab is hidden
 * @param {() => void} draw
 * @returns {() => void} asks for a drawing
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
