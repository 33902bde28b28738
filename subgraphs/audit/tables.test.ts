import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { createAuditSubgraph } from './subgraph.ts';
import * as tables from './tables.ts';

test('the migrations create the tables', async () => {
  const { migrations } = createAuditSubgraph({ changes: createBell(), clock: () => new Date() });
  assert.deepEqual(await findMissingMigration(tables, migrations), []);
});
