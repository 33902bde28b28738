import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPatchLines } from './patch-lines.ts';

test('the lines of a diff are told apart, and the names of its files are left out', () => {
  const patch =
    '--- users\n+++ users\n@@ -1,3 +1,3 @@\n type User {\n-  name: String\n+  name: String!\n }\n';
  assert.deepEqual(
    toPatchLines(patch).map(({ number, kind, text }) => [number, kind, text]),
    [
      [1, 'place', '@@ -1,3 +1,3 @@'],
      [2, 'same', ' type User {'],
      [3, 'removed', '-  name: String'],
      [4, 'added', '+  name: String!'],
      [5, 'same', ' }'],
    ],
  );
});

test('a removed line that begins with two dashes of its own is a line, too', () => {
  const kinds = toPatchLines('@@ -1,2 +1,1 @@\n--- a\n b').map(({ kind }) => kind);
  assert.deepEqual(kinds, ['place', 'removed', 'same']);
});
