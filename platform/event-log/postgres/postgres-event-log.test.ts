import { connectDatabase } from '#platform/database/database.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { defineEventLogContract } from '../testing/contract/contract.ts';

defineEventLogContract(async () => {
  const server = await startKillablePostgres();
  const { event_log: url = '' } = await provisionDatabase(server.url, [
    { name: 'event_log', password: 'test' },
  ]);
  return {
    connection: { kind: 'postgres', url },
    kill: server.kill,
    restart: server.restart,
    deleteBefore: async (topic, offset) => {
      const { sql, close } = connectDatabase({ url, name: 'test', maxConnections: 1 });
      await sql`
        delete from event_log.batch where last_offset < ${offset.toString()} and partition = 0
          and topic_id = (select id from event_log.topic where name = ${topic})`;
      await close();
    },
    stop: server.stop,
  };
});
