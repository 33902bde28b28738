import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { hashSessionId } from './session-id.ts';
import { insertSession, spendValue } from './session-store.ts';
import { startSessionSweeper } from './session-sweeper.ts';

test('sessions and spent values past their time are deleted from time to time, others are not', async (context) => {
  const testDatabase = await createTestDatabase('gateway');
  context.after(() => testDatabase.close());
  const url = testDatabase.urlOf('gateway');
  await migrateDatabase({ url, ...gatewayMigrations });
  const database = connectDatabase({ url, name: 'gateway' });
  for (const [id, seconds] of Object.entries({ overdue: -1, live: 60 })) {
    await insertSession(database.db, {
      idHash: hashSessionId(id),
      subject: id,
      providerSessionId: undefined,
      userAgent: undefined,
      username: id,
      roles: [],
      sealedTokens: Buffer.of(1),
      accessSeconds: 60,
      limits: { idleSeconds: seconds, absoluteSeconds: seconds },
    });
    assert.equal(await spendValue(database.db, hashSessionId(id), seconds), true);
  }
  const log = createLog({ name: 'test', level: 'silent' });
  const sweeper = startSessionSweeper({ db: database.db, log, everyMs: 20 });
  const countRows = async () => {
    const [row] = await database.sql`
      select (select count(*)::int from gateway.session) + (select count(*)::int from gateway.spent_value) as rows`;
    return row?.rows;
  };
  await waitFor('the sweep', async () => (await countRows()) === 2);
  await sweeper.close();
  assert.equal(await spendValue(database.db, hashSessionId('live'), 60), false);
  await database.close();
});
