import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFreePort } from './free-port.ts';

test('gives no port twice, also at once', async () => {
  const ports = await Promise.all(Array.from({ length: 500 }, findFreePort));
  assert.equal(new Set(ports).size, ports.length);
});
