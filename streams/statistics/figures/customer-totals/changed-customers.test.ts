import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createStoredStatistics, type StoredStatistics } from '../../testing/stored-statistics.ts';
import { createChangedCustomers } from './changed-customers.ts';

let keeping: StoredStatistics;
let forgetting: StoredStatistics;

before(async () => {
  [keeping, forgetting] = await Promise.all([
    createStoredStatistics(),
    createStoredStatistics({ keepsReceived: false }),
  ]);
});
after(() => Promise.all([keeping.close(), forgetting.close()]));

test('whose invoices were received since the last look is told, each once', async () => {
  const findChanged = createChangedCustomers(keeping.database.sql);
  assert.equal(await findChanged(), 'any');
  assert.deepEqual(await findChanged(), new Set());
  await keeping.store(2, [{ customerName: 'Ada' }, { customerName: 'Zoë' }, { customerName: 'Ada' }]);
  assert.deepEqual(await findChanged(), new Set(['Ada', 'Zoë']));
  assert.deepEqual(await findChanged(), new Set());
});

test('after an import it may have been anybody', async () => {
  const findChanged = createChangedCustomers(keeping.database.sql);
  await findChanged();
  await keeping.store(1, [{ customerName: 'Ada' }]);
  await keeping.storeImported(3, [{ customerName: 'Bo' }]);
  assert.equal(await findChanged(), 'any');
  assert.deepEqual(await findChanged(), new Set());
});

test('where invoices are not kept it may have been anybody, and nobody when there was none', async () => {
  const findChanged = createChangedCustomers(forgetting.database.sql);
  assert.equal(await findChanged(), 'any');
  assert.deepEqual(await findChanged(), new Set());
  await forgetting.store(2, [{ customerName: 'Ada' }]);
  assert.equal(await findChanged(), 'any');
  assert.deepEqual(await findChanged(), new Set());
});
