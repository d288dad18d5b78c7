import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const STATIC = fileURLToPath(new URL('../../main/resources/static/', import.meta.url));
const read = path => readFileSync(STATIC + path, 'utf8');
const html = read('index.html');
const scripts = ['js', 'js/client', 'js/charts', 'js/views'].flatMap(folder =>
    readdirSync(STATIC + folder)
        .filter(name => name.endsWith('.js'))
        .map(name => `${folder}/${name}`),
);

test('runs under a strict content security policy', () => {
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/, 'no inline script');
    assert.doesNotMatch(html, /\sstyle=|<style/, 'no inline style');
    assert.doesNotMatch(html, /\son[a-z]+=/, 'no inline listeners');
    for (const script of scripts) {
        assert.doesNotMatch(
            read(script),
            /\beval\(|new Function\(|innerHTML|insertAdjacentHTML|outerHTML|\.attr\('style'/,
            script,
        );
    }
});

test('sends no request to another server', () => {
    const styles = readdirSync(`${STATIC}css`).map(name => `css/${name}`);
    for (const file of ['index.html', ...scripts, ...styles]) {
        assert.doesNotMatch(
            read(file),
            file.endsWith('.css') ? /@import|url\(/ : /https?:\/\/(?!petty\.invalid)/,
            file,
        );
    }
});

test('stores no token where other scripts or users could read it', () => {
    for (const script of scripts) {
        const stored = [...read(script).matchAll(/(?:local|session)Storage\.setItem\('([^']+)'/g)].map(
            match => match[1],
        );
        assert.ok(
            stored.every(key => ['petty.theme', 'petty.view', 'petty.zone'].includes(key)),
            script,
        );
    }
});

test('preloads each module, so that none waits for another', () => {
    const preloaded = [...html.matchAll(/modulepreload" href="\/([^"]+)"/g)].map(match => match[1]).sort();
    const modules = scripts.filter(script => script !== 'js/app.js' && script !== 'js/first.js').sort();
    assert.deepEqual(preloaded, modules);
});
