import postgres from 'postgres';
import {
  copyTestDatabase,
  createTestDatabase,
  type TestContext,
  type TestDatabase,
} from './test-database.ts';
import { serverVariable } from './test-server.ts';

/** The tables that databases of tests begin with. */
export interface DatabaseTemplate {
  /** One name for the same contexts and migrations; a plain identifier. */
  readonly name: string;
  readonly contexts: readonly TestContext[];
  /** Makes the tables in an empty database. */
  migrate(database: TestDatabase): Promise<void>;
}

/**
 * Creates a database of a test's own with the tables of a template. In a run with one server for all test files the first
 * that asks migrates, and each gets a copy: a copy needs a fraction of the work.
 */
export async function createMigratedDatabase(template: DatabaseTemplate): Promise<TestDatabase> {
  const serverUrl = process.env[serverVariable];
  if (serverUrl === undefined) {
    const own = await createTestDatabase(...template.contexts);
    await template.migrate(own);
    return own;
  }
  const name = `template_${template.name}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await server`select pg_advisory_lock(2, hashtext(${name}))`;
    const [existing] = await server`select from pg_database where datname = ${name}`;
    if (existing === undefined) {
      const first = await createTestDatabase(...template.contexts);
      try {
        await template.migrate(first);
        await server`alter database ${server(new URL(first.adminUrl).pathname.slice(1))} rename to ${server(name)}`;
      } finally {
        await first.close();
      }
    }
  } finally {
    // The lock belongs to the connection and goes with it.
    await server.end({ timeout: 5 });
  }
  return copyTestDatabase(name, template.contexts);
}
