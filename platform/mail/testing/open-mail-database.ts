import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connectDatabase } from '#platform/database/database.ts';
import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { MailState } from '../mail-table.ts';
import { type NewMail, queueMail } from '../queue-mail.ts';
import { testMails } from './mail-test-tables.ts';

/** The folder of the migrations of the tests' own table. */
export const mailTestMigrations = join(import.meta.dirname, 'migrations');

/** Opens a database with a table of mails, which ends with the test. */
export async function openMailDatabase(t: Pick<TestContext, 'after'>) {
  const database = await createTestDatabase('mailtest');
  const url = database.urlOf('mailtest');
  await migrateDatabase({ url, schema: 'mailtest', folder: mailTestMigrations });
  const { db, sql, close } = connectDatabase({ url, name: 'mail test' });
  t.after(async () => {
    await close();
    await database.close();
  });
  return {
    url,
    db,
    sql,
    queue: (mail: Partial<NewMail> = {}) => queueTestMail(db, mail),
    find: async (id: string) => {
      const [row] = await db.select().from(testMails).where(eq(testMails.id, id));
      if (row === undefined) throw new Error(`There is no mail ${id}`);
      return row;
    },
    waitForState: async (id: string, state: MailState) => {
      await waitFor(`the mail is ${state}`, async () => {
        const [row] = await db.select().from(testMails).where(eq(testMails.id, id));
        return row?.state === state;
      });
    },
  };
}

async function queueTestMail(db: PostgresJsDatabase, mail: Partial<NewMail>): Promise<string> {
  const id = await db.transaction((tx) => queueMail(tx, testMails, { kind: 'TEST', ...mail }));
  if (id === undefined) throw new Error('The dedupe key exists.');
  return id;
}
