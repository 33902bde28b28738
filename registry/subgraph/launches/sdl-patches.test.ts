import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SdlPatches } from './sdl-patches.ts';

const lines = (count: number, suffix = '') =>
  Array.from({ length: count }, (_, index) => `  field${index}${suffix}: Int\n`).join('');

test('lines that differ are told with three lines around each', async () => {
  const before = `type Query {\n${lines(20)}}\n`;
  const after = before.replace('  field10: Int\n', '  field10: Int!\n');
  const patch = await new SdlPatches().create({ name: 'users', before, after }, undefined);
  assert.deepEqual(patch?.split('\n').slice(-10), [
    '@@ -9,7 +9,7 @@',
    '   field7: Int',
    '   field8: Int',
    '   field9: Int',
    '-  field10: Int',
    '+  field10: Int!',
    '   field11: Int',
    '   field12: Int',
    '   field13: Int',
    '',
  ]);
});

test('texts that differ everywhere are not compared for long', async () => {
  const startedAt = performance.now();
  const pair = { name: 'users', before: lines(60_000), after: lines(60_000, 'x') };
  assert.equal(await new SdlPatches().create(pair, undefined), null);
  assert.ok(performance.now() - startedAt < 20_000);
});

test('nothing is compared for a caller who is gone', async () => {
  const pair = { name: 'users', before: 'a', after: 'b' };
  await assert.rejects(new SdlPatches().create(pair, AbortSignal.abort()), { name: 'AbortError' });
});
