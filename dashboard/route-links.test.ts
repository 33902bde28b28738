import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuildManifest, toRouteLinks } from './route-links.ts';

const manifest: BuildManifest = {
  'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_shell.js'] },
  '_shell.js': { file: 'assets/shell.js', css: ['assets/shell.css'] },
  '_parts.js': { file: 'assets/parts.js', css: ['assets/parts.css'], imports: ['_shell.js', 'order.tsx'] },
  'order.tsx': { file: 'assets/order.js', imports: ['_parts.js', '_shell.js'] },
  'en.ts': { file: 'assets/en.js', imports: ['_shell.js'] },
  'fr.ts': { file: 'assets/fr.js' },
  'en/orders.ts': { file: 'assets/orders-en.js' },
  'fr/orders.ts': { file: 'assets/orders-fr.js' },
};
const options = {
  manifest,
  first: ['assets/early.js'],
  languages: ['en', 'fr'],
  toTextModules: (language: string, parts: readonly string[]) => [
    `${language}.ts`,
    ...parts.map((part) => `${language}/${part}.ts`),
  ],
};

test('an address has the early files, those of every page, and those of its page and texts', () => {
  assert.deepEqual(
    toRouteLinks([{ path: '/orders/$id/print', page: 'order.tsx', texts: ['orders'] }], options),
    [
      {
        path: '/orders/*/print',
        files: [
          'assets/early.js',
          'assets/index.js',
          'assets/order.js',
          'assets/shell.js',
          'assets/shell.css',
          'assets/parts.js',
          'assets/parts.css',
        ],
        byLanguage: {
          en: ['assets/en.js', 'assets/orders-en.js'],
          fr: ['assets/fr.js', 'assets/orders-fr.js'],
        },
      },
    ],
  );
});

test('a page or a text that is not in the build is a failure of the build', () => {
  assert.throws(
    () => toRouteLinks([{ path: '/', page: 'order.tsx', texts: ['lines'] }], options),
    /no file of en\/lines\.ts/,
  );
});
