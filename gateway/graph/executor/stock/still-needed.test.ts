import assert from 'node:assert/strict';
import { test } from 'node:test';

// Shows why a library is worked around. If it fails, the workaround can go; see platform/patches/in-their-rooms.md.

test('@apollo/gateway loads the class that reports to Apollo together with its executor (stock-executor.ts)', async () => {
  const exported = await import('@apollo/gateway');
  assert.ok('executeQueryPlan' in exported);
  assert.ok('ApolloGateway' in exported);
});
