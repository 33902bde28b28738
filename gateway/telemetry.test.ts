import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import '#platform/testing/own-process.ts';
import './gateway.ts';
import './graph/executor/stock/stock-executor.ts';

test('the class that reports to Apollo is not even loaded', () => {
  const require = createRequire(import.meta.url);
  const loaded = Object.keys(require.cache).filter((path) => path.includes('@apollo/gateway/'));
  assert.ok(loaded.some((path) => path.endsWith('dist/executeQueryPlan.js')));
  assert.ok(!loaded.includes(require.resolve('@apollo/gateway')));
});
