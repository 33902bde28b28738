import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import * as tables from './tables.ts';

test('the migrations create the tables', async () => {
  assert.deepEqual(await findMissingMigration(tables, new URL('migrations/', import.meta.url)), []);
});
