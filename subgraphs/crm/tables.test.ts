import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import * as columns from './columns.ts';
import * as contactTables from './contact-tables.ts';
import * as peopleTables from './people-tables.ts';
import * as tables from './request-tables.ts';
import * as outboxTables from './tables.ts';

test('the migrations create the tables', async () => {
  const all = { ...columns, ...contactTables, ...outboxTables, ...peopleTables, ...tables };
  assert.deepEqual(await findMissingMigration(all, new URL('migrations/', import.meta.url)), []);
});
