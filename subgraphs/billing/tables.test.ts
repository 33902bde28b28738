import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import * as approvalTables from './approval-tables.ts';
import * as columns from './columns.ts';
import * as documentTables from './document-tables.ts';
import * as exportTables from './export-tables.ts';
import * as importTables from './import-tables.ts';
import * as keyTables from './key-tables.ts';
import * as lifecycleTables from './lifecycle-tables.ts';
import * as lineTables from './line-tables.ts';
import * as mailTables from './mail-tables.ts';
import * as outboxTables from './outbox-tables.ts';
import * as overdueTables from './overdue-tables.ts';
import * as paymentTables from './payment-tables.ts';
import * as portalTables from './portal-tables.ts';
import * as productTables from './product-tables.ts';
import * as searchTables from './search-tables.ts';
import * as sellerTables from './seller-tables.ts';
import * as seriesTables from './series-tables.ts';
import * as stockTables from './stock-tables.ts';
import * as tables from './tables.ts';
import * as totalsTables from './totals-tables.ts';

test('the migrations create the tables', async () => {
  const missing = await findMissingMigration(
    {
      ...columns,
      ...tables,
      ...approvalTables,
      ...documentTables,
      ...exportTables,
      ...importTables,
      ...keyTables,
      ...lifecycleTables,
      ...lineTables,
      ...mailTables,
      ...outboxTables,
      ...overdueTables,
      ...paymentTables,
      ...portalTables,
      ...productTables,
      ...searchTables,
      ...sellerTables,
      ...seriesTables,
      ...stockTables,
      ...totalsTables,
    },
    new URL('migrations/', import.meta.url),
  );
  assert.deepEqual(missing, []);
});
