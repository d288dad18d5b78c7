/** Maximum number of pages to read of a list. */
const MOST_PAGES = 10;

/**
 * Reads a list that the API gives page by page.
 *
 * @param {import('./answers.js').Read} read
 * @param {string} url of the first page
 * @param {string} field that holds a page's part of the list
 * @returns {Promise<any[]>}
 */
export async function readPages(read, url, field) {
    const all = [];
    /** @type {string | null} */
    let next = url;
    for (let page = 1; next !== null && page <= MOST_PAGES; page++) {
        const body = await read(next);
        all.push(...body[field]);
        next = body.next === null || body.next === undefined ? null : pathOf(body.next, next);
    }
    return all;
}

/**
 * Resolves a link relative to its page. The result is a path, so it can't lead to another server.
 *
 * @param {string} link
 * @param {string} from
 */
function pathOf(link, from) {
    const { pathname, search } = new URL(link, new URL(from, 'http://petty.invalid'));
    return pathname + search;
}
