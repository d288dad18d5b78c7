/**
 * Makes an element. Text is always set as text, never parsed.
 *
 * @param {string} tag such as `div`, or `div.card.wide` with classes
 * @param {Record<string, any>} [properties] attributes; `on…` functions become listeners; null, undefined and false are
 *     left out, true is an empty attribute
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, properties = {}, ...children) {
    const [name, ...classes] = tag.split('.');
    const element = document.createElement(name);
    if (classes.length > 0) {
        element.className = classes.join(' ');
    }
    for (const [key, value] of Object.entries(properties)) {
        if (key.startsWith('on')) {
            element.addEventListener(key.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(key, value === true ? '' : String(value));
        }
    }
    append(element, children);
    return element;
}

/** @param {Element} parent @param {(Node | string | null | undefined | false)[]} children */
export function append(parent, children) {
    parent.append(.../** @type {(Node | string)[]} */ (children.filter(child => child || child === '')));
}

/**
 * Replaces an element's content. The focus returns to the element with the same `data-key`, if there is one.
 *
 * @param {Element} parent
 * @param {...(Node | string | null | undefined | false)} children
 */
export function fill(parent, ...children) {
    const active = document.activeElement;
    const key = active !== null && parent.contains(active) ? active.getAttribute('data-key') : null;
    parent.replaceChildren();
    append(parent, children);
    if (key !== null) {
        const again = parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
        if (again instanceof HTMLElement) {
            again.focus({ preventScroll: true });
        }
    }
}

/** Text for screen readers only. @param {string} text */
export function unseen(text) {
    return h('span.unseen', {}, text);
}

/** The letter of a behavior in its color. @param {import('./behaviors.js').Behavior} behavior */
export function chip(behavior) {
    return h(`span.chip.behavior-${behavior.slug}`, { 'aria-hidden': 'true' }, behavior.letter);
}
