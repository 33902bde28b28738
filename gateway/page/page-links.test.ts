import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type PageLinks, PageLinksFile, toLinkHeader } from './page-links.ts';

const toLinks = (path: string, ...files: string[]): PageLinks => ({ path, files, byLanguage: {} });
const links: readonly PageLinks[] = [
  toLinks('/orders/*', 'assets/order.js'),
  toLinks('/orders/new', 'assets/new.js', 'assets/new.css'),
  {
    path: '/lines',
    files: ['assets/lines.js'],
    byLanguage: { en: ['assets/en.js'], fr: ['assets/fr.js'] },
  },
];

for (const [path, expected] of [
  ['/orders/12', '</assets/order.js>; rel=modulepreload'],
  [
    '/orders/new',
    '</assets/new.js>; rel=modulepreload, </assets/new.css>; rel=preload; as=style; crossorigin',
  ],
  ['/orders', undefined],
  ['/orders/12/print', undefined],
  ['/', undefined],
] as const) {
  test(`the files of ${path} are ${expected ?? 'not known'}`, () => {
    assert.equal(toLinkHeader(links, path, undefined), expected);
  });
}

for (const [accepted, expected] of [
  ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['de, FR;q=0.5', 'fr'],
  ['en-GB', 'en'],
  ['*', 'en'],
  [undefined, 'en'],
] as const) {
  test(`a browser that accepts ${accepted ?? 'nothing'} is told of texts in ${expected}`, () => {
    assert.match(toLinkHeader(links, '/lines', accepted) ?? '', new RegExp(`, </assets/${expected}\\.js>`));
  });
}

test('links are read from a file, and a file with anything else counts as one without links', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'links-'));
  const load = async (content: string) => {
    await writeFile(join(folder, 'links.json'), content);
    return new PageLinksFile(join(folder, 'links.json')).load();
  };
  try {
    assert.deepEqual(await new PageLinksFile(join(folder, 'missing.json')).load(), []);
    assert.deepEqual(await load(JSON.stringify(links)), links);
    assert.deepEqual(await load('{'), []);
    for (const file of [
      'assets/a.js>; rel=x',
      '//elsewhere.example/a.js',
      '../a.js',
      'a.js\r\nset-cookie: a',
    ])
      assert.deepEqual(await load(JSON.stringify([toLinks('/', file)])), [], file);
    assert.deepEqual(await load(JSON.stringify([toLinks('/', ...Array(51).fill('a.js'))])), []);
    assert.deepEqual(await load(`${JSON.stringify(links)}${' '.repeat(1_000_000)}`), []);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('links of a build that comes later, or goes, are those that count', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'links-'));
  const path = join(folder, 'links.json');
  const file = new PageLinksFile(path);
  try {
    await writeFile(path, JSON.stringify(links.slice(0, 1)));
    assert.equal((await file.load()).length, 1);
    assert.equal(await file.load(), await file.load(), 'a file that has not changed is not read again');
    await writeFile(path, JSON.stringify(links));
    assert.deepEqual(await file.load(), links);
    await rm(path);
    assert.deepEqual(await file.load(), []);
  } finally {
    await rm(folder, { recursive: true });
  }
});
