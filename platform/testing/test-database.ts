import postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import { type ContextRole, provisionDatabase } from '#platform/database/provision.ts';
import { serverVariable, startTestServer } from './test-server.ts';

/** A database of a test's own. */
export interface TestDatabase {
  /** Its URL with the role that owns the server. */
  readonly adminUrl: string;
  /** Its URL with the login role of a bounded context asked for. */
  urlOf(context: string): string;
  /** Drops it. */
  close(): Promise<void>;
}

/** A bounded context: its name, with what its role may do besides when it does more than others. */
export type TestContext = string | Omit<ContextRole, 'password'>;

const rolePassword = 'test';

/**
 * Creates an empty database with a schema and a login role for each bounded context. Without a server of the whole run,
 * one is started for this file.
 */
export function createTestDatabase(...contexts: readonly TestContext[]): Promise<TestDatabase> {
  return createDatabase(contexts, 'template1');
}

/** Creates a copy of a database of the run's server, in which the same bounded contexts have their tables. */
export function copyTestDatabase(from: string, contexts: readonly TestContext[]): Promise<TestDatabase> {
  return createDatabase(contexts, from);
}

async function createDatabase(contexts: readonly TestContext[], template: string): Promise<TestDatabase> {
  const shared = process.env[serverVariable];
  const own = shared === undefined ? await startTestServer() : undefined;
  const serverUrl = shared ?? own?.url ?? '';
  const name = `test_${uuid().replaceAll('-', '')}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await server`create database ${server(name)} template ${server(template)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;

  // Roles belong to the server, not to the database: one file at a time.
  await server`select pg_advisory_lock(1)`;
  const urls = await provisionDatabase(
    url.href,
    contexts.map((context) => ({
      ...(typeof context === 'string' ? { name: context } : context),
      password: rolePassword,
    })),
  );
  await server`select pg_advisory_unlock(1)`;
  return {
    adminUrl: url.href,
    urlOf: (context) => {
      const found = urls[context];
      if (found === undefined) throw new Error(`Ask createTestDatabase for the context "${context}"`);
      return found;
    },
    close: async () => {
      await server`drop database if exists ${server(name)} with (force)`;
      await server.end({ timeout: 5 });
      await own?.stop();
    },
  };
}
