import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { BEHAVIORS } from '../../main/resources/static/js/behaviors.js';

const css = readFileSync(new URL('../../main/resources/static/css/colors.css', import.meta.url), 'utf8');
const block = selector => css.slice(css.indexOf(selector)).match(/\{([^}]*)\}/)[1];
const variables = text =>
    Object.fromEntries([...text.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map(match => [match[1], match[2]]));
const THEMES = {
    light: variables(block(':root {')),
    dark: variables(block(":root[data-theme='dark'] {")),
    'dark by the system': variables(block(":root:not([data-theme='light']) {")),
};

const linear = hex =>
    [1, 3, 5]
        .map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
        .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(one, other) {
    const [dark, light] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

/**
 * Full dichromacy: Machado, Oliveira, Fernandes, A Physiologically-based Model for Simulation of Color Vision
 * Deficiency (2009).
 */
const VISION = {
    usual: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ],
    protan: [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    deutan: [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    tritan: [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
};

/** Ottosson's Oklab, in which equal distances look about equal. About 0.02 is just visible. */
function oklab(rgb, matrix) {
    const [r, g, b] = matrix.map(row => Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]));
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return [
        0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
}

for (const [theme, colors] of Object.entries(THEMES)) {
    test(`${theme}: each behavior stands out from cards and lanes, and its letter stands out from its color`, () => {
        for (const { slug } of BEHAVIORS) {
            for (const background of ['card', 'track', 'page']) {
                assert.ok(contrast(colors[slug], colors[background]) >= 3, `${slug} on ${background}`);
            }
            assert.ok(contrast(colors[slug], colors[`${slug}-ink`]) >= 4.5, `letter on ${slug}`);
        }
    });

    test(`${theme}: behaviors can be told apart with every kind of color vision`, () => {
        for (const [vision, matrix] of Object.entries(VISION)) {
            for (const one of BEHAVIORS) {
                for (const other of BEHAVIORS.slice(BEHAVIORS.indexOf(one) + 1)) {
                    const [a, b] = [one, other].map(each => oklab(linear(colors[each.slug]), matrix));
                    const apart = Math.hypot(...a.map((value, index) => value - b[index]));
                    assert.ok(apart >= 0.075, `${one.name} and ${other.name}, ${vision}: ${apart.toFixed(3)}`);
                }
            }
        }
    });

    test(`${theme}: text can be read`, () => {
        for (const [ink, background] of [
            ['ink', 'page'],
            ['ink', 'card'],
            ['faint', 'page'],
            ['faint', 'card'],
            ['faint', 'track'],
            ['accent', 'card'],
            ['accent', 'accent-soft'],
            ['notice-ink', 'notice'],
            ['accent-ink', 'accent'],
            ['bad', 'card'],
            ['good', 'card'],
        ]) {
            assert.ok(contrast(colors[ink], colors[background]) >= 4.5, `${ink} on ${background}`);
        }
        for (const mark of ['good', 'bad', 'unsure', 'heart', 'line-strong']) {
            assert.ok(contrast(colors[mark], colors.card) >= 3, mark);
        }
    });
}

test('both definitions of the dark theme have the same colors', () => {
    assert.deepEqual(THEMES['dark by the system'], THEMES.dark);
});
