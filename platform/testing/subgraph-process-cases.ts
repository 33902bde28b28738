import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse, print } from 'graphql';
import { introspectWithRover } from './rover.ts';
import { createTestDatabase, type TestContext, type TestDatabase } from './test-database.ts';
import { createTestIssuer, type TestIssuer } from './test-issuer.ts';
import { startTestProcess, type TestProcess } from './test-process.ts';

/** Defines what the process of every subgraph does, whatever it serves. */
export function defineSubgraphProcessCases(subgraph: {
  /** Of the subgraph and of its database schema. */
  readonly name: string;
  readonly main: URL;
  /** Reads its SDL. */
  readonly readSdl: () => Promise<string>;
  /** A caller who may use it and is not an administrator. */
  readonly managerRole: string;
  /** Further variables that its process needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** True if it reads or writes the event log. */
  readonly usesEventLog?: boolean;
  /** Its database role and those of other contexts that it needs. Default: its own without further rights. */
  readonly contexts?: readonly TestContext[];
  /** Makes what it finds in a database of the system. */
  readonly prepare?: (database: TestDatabase) => Promise<void>;
}): void {
  const { name, main, readSdl, managerRole, environment: ownEnvironment, usesEventLog = false } = subgraph;
  const { contexts = [name], prepare = async () => {} } = subgraph;
  let database: TestDatabase;
  let issuer: TestIssuer;
  let written: string;

  before(async () => {
    database = await createTestDatabase(...contexts, ...(usesEventLog ? ['event_log'] : []));
    await prepare(database);
    issuer = await createTestIssuer({ name: 'https://id.example/realms/test' });
    written = print(parse(await readSdl()));
  });
  after(async () => {
    await issuer.close();
    await database.close();
  });

  function start(environment: Readonly<Record<string, string>> = {}): Promise<TestProcess> {
    return startTestProcess({
      main,
      portVariable: `${name.toUpperCase()}_PORT`,
      environment: {
        DATABASE_URL: database.urlOf(name),
        ...(usesEventLog && { EVENT_LOG_DATABASE_URL: database.urlOf('event_log') }),
        OIDC_ISSUER: issuer.issuer,
        OIDC_INTERNAL_URL: issuer.address,
        OIDC_AUDIENCE: 'facturation-api',
        ...ownEnvironment,
        ...environment,
      },
    });
  }

  /** Federation's own definitions follow the written ones. */
  function assertIsWritten(sdl: string): void {
    assert.ok(print(parse(sdl)).startsWith(written), sdl);
  }

  test('the process starts on an empty database, tells rover its SDL, and ends cleanly', async () => {
    const running = await start();
    try {
      assertIsWritten(await introspectWithRover(`${running.address}/graphql`));
    } finally {
      assert.equal(await running.terminate(), 0);
    }
  });

  test('in production only an administrator is told the SDL', async () => {
    const running = await start({ NODE_ENV: 'production' });
    try {
      const url = `${running.address}/graphql`;
      await assert.rejects(introspectWithRover(url));
      await assert.rejects(introspectWithRover(url, await issuer.sign({ roles: [managerRole] })));
      assertIsWritten(await introspectWithRover(url, await issuer.sign({ roles: ['ADMIN'] })));
    } finally {
      assert.equal(await running.terminate(), 0);
    }
  });
}
