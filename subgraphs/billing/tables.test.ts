import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import * as approvalTables from './approval-tables.ts';
import * as columns from './columns.ts';
import * as exportTables from './export-tables.ts';
import * as importTables from './import-tables.ts';
import * as paymentTables from './payment-tables.ts';
import * as productTables from './product-tables.ts';
import * as sellerTables from './seller-tables.ts';
import * as stockTables from './stock-tables.ts';
import * as tables from './tables.ts';
import * as totalsTables from './totals-tables.ts';
import * as workTables from './work-tables.ts';

test('the migrations create the tables', async () => {
  const missing = await findMissingMigration(
    {
      ...tables,
      ...exportTables,
      ...importTables,
      ...paymentTables,
      ...productTables,
      ...sellerTables,
      ...stockTables,
      ...approvalTables,
      ...totalsTables,
      ...workTables,
      ...columns,
    },
    new URL('migrations/', import.meta.url),
  );
  assert.deepEqual(missing, []);
});
