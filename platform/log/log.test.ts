import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

test('secrets are replaced wherever they stand in an entry', () => {
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  log.info(
    { password: 's3cret', req: { headers: { authorization: 'Bearer s3cret', 'set-cookie': 's3cret' } } },
    'said',
  );
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines.join(), /s3cret/);
  assert.match(lines.join(), /"msg":"said"/);
});
