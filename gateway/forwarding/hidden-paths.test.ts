import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardedRoutesField } from './forwarded-routes.ts';
import { createPathHider } from './hidden-paths.ts';

const toLoggedPath = createPathHider(
  forwardedRoutesField.parse(
    JSON.stringify({
      '/portal/': { address: 'http://localhost:1', isPublic: true },
      '/files/': 'http://localhost:1',
    }),
  ),
);

test('nothing below a public route is logged, however its path is written', () => {
  for (const path of [
    '/portal/secret',
    '/portal/secret/file',
    '/%70ortal/secret',
    '/Portal/secret',
    '//portal/secret',
    '/%70ortal/secret%zz',
  ])
    assert.equal(toLoggedPath(path), '/portal/*');
});

test('other paths are logged as they are', () => {
  for (const path of [
    '/files/report.csv',
    '/portal',
    '/portals/x',
    '/graphql',
    '/%zz/portal/x',
    '/anything/portal/x',
  ])
    assert.equal(toLoggedPath(path), path);
});
