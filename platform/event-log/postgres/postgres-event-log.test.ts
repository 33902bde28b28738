import { provisionDatabase } from '#platform/database/provision.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { defineEventLogContract } from '../contract/contract.ts';

defineEventLogContract(async () => {
  const server = await startKillablePostgres();
  const { event_log: url = '' } = await provisionDatabase(server.url, [
    { name: 'event_log', password: 'test' },
  ]);
  return {
    connection: { kind: 'postgres', url },
    kill: server.kill,
    restart: server.restart,
    stop: server.stop,
  };
});
