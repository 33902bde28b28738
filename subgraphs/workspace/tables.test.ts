import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { createWorkspaceSubgraph } from './subgraph.ts';
import * as tables from './tables.ts';

test('the migrations create the tables', async () => {
  assert.deepEqual(
    await findMissingMigration(tables, createWorkspaceSubgraph({ changes: createBell() }).migrations),
    [],
  );
});
