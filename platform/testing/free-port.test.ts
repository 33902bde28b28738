import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFreePort } from './free-port.ts';

test('gives no port twice', async () => {
  const ports = new Set<number>();
  for (let count = 1; count <= 1_000; count += 1) {
    ports.add(await findFreePort());
    assert.equal(ports.size, count);
  }
});
