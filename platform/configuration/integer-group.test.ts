import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseConfiguration } from './configuration.ts';
import { defineIntegers } from './integer-group.ts';

const { fields, read } = defineIntegers({
  maxRows: ['MAX_ROWS', 1, 100, 10],
  timeoutMs: ['TIMEOUT_MS', 0, 5_000, 1_000],
});

test('each number is read from its variable, or has its default', () => {
  assert.deepEqual(read(parseConfiguration(z.object(fields), { MAX_ROWS: '7' })), {
    maxRows: 7,
    timeoutMs: 1_000,
  });
});

test('each number has bounds of its own', () => {
  assert.throws(
    () => parseConfiguration(z.object(fields), { MAX_ROWS: '101', TIMEOUT_MS: '5001' }),
    /(?=.*MAX_ROWS: must be a whole number from 1 to 100)(?=.*TIMEOUT_MS: .* from 0 to 5000)/s,
  );
});
