import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { drizzle } from '#platform/database/drizzle.ts';
import { createAbsentDatabase } from '#platform/testing/absent-database.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { stockLow } from '#schema/work-events/stock-low.ts';
import { newIdentity, startTestWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';
import { followNotices } from './follow-notices.ts';

let workspace: TestWorkspace;

before(async () => {
  workspace = await startTestWorkspace();
});
after(() => workspace.close());

const viewer = { owner: 'somebody', roles: ['PRODUCT_MANAGER'], client: '' };

test('notices are followed while the database is away, at the beginning and later', async () => {
  const changes = createBell();
  const { signal } = new AbortController();
  const absent = createAbsentDatabase(workspace.database.sql, 'ECONNREFUSED', 2);
  const notices = await followNotices(drizzle(absent.sql), viewer, { after: undefined, changes, signal });
  assert.equal(absent.left, 0);
  absent.leave(3);
  const event = {
    productId: randomUUID(),
    sku: 'AWAY-1',
    stock: '2',
    lowAt: '5',
    movedAt: '2026-03-01T09:30:00.000Z',
  };
  await workspace.receive(stockLow.encode(event, newIdentity('/product')));
  const { value } = await notices.next();
  assert.equal(value?.subject, 'AWAY-1');
  assert.equal(absent.left, 0);
  await notices.return?.();
});

test('whoever leaves while the database is away is waited for no longer', async () => {
  const absent = createAbsentDatabase(workspace.database.sql, 'ECONNREFUSED', 2);
  const followed = followNotices(drizzle(absent.sql), viewer, {
    after: undefined,
    changes: createBell(),
    signal: AbortSignal.abort(),
  });
  await assert.rejects(followed, { name: 'AbortError' });
  assert.equal(absent.left, 1);
});
