import { connectDatabase, type Database } from '#platform/database/database.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import {
  createServerOf,
  migrateSubgraph,
  type SubgraphDefinition,
} from '#platform/graphql/subgraph-definition.ts';
import { listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { createGraphqlClient, type GraphqlClient } from './graphql-client.ts';
import { createMigratedDatabase } from './template-database.ts';
import { createTestIssuer, type TestIssuer } from './test-issuer.ts';

/** A whole subgraph on a real socket, with a database and an issuer of its own. */
export interface TestSubgraph {
  /** Where it answers GraphQL. */
  readonly url: string;
  readonly database: Database;
  /** The database's URL with the subgraph's role. */
  readonly databaseUrl: string;
  /** The SQL that was sent while `run` ran. */
  statementsDuring(run: () => Promise<unknown>): Promise<string[]>;
  /** A client whose token has these roles, its subject named after the first one. */
  as(...roles: string[]): Promise<GraphqlClient>;
  /** A token with these roles. */
  tokenOf(...roles: string[]): Promise<string>;
  /** A token with these roles and no other scopes, with the subject of {@link tokenOf}. */
  scopedTokenOf(scopes: readonly string[], ...roles: string[]): Promise<string>;
  /** A client with no token. */
  readonly anonymous: GraphqlClient;
  close(): Promise<void>;
}

export interface TestSubgraphOptions {
  readonly isProduction?: boolean;
  readonly makesTemporaryTables?: boolean;
  /** A migrated database that stays; by default a new one is made and dropped. */
  readonly databaseUrl?: string;
  /** An issuer that several subgraphs trust, and that stays; by default a new one is made and closed. */
  readonly issuer?: TestIssuer;
  /** Told of every statement and its parameters. */
  readonly onStatement?: (text: string, parameters: readonly unknown[]) => void;
}

/** Starts it on a free port of loopback. */
export async function startTestSubgraph<Context extends SubgraphContext>(
  definition: SubgraphDefinition<Context>,
  options: TestSubgraphOptions = {},
): Promise<TestSubgraph> {
  const { url: databaseUrl, drop } = await openTestDatabase(definition, options);
  let onStatement = (_text: string) => {};
  const database = connectDatabase({
    url: databaseUrl,
    name: 'test',
    onStatement: (text, parameters) => {
      onStatement(text);
      options.onStatement?.(text, parameters);
    },
  });
  const issuer = options.issuer ?? (await createTestIssuer());
  const verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  const server = await createServerOf(definition, {
    database,
    verifier,
    log: createLog({ name: 'test', level: 'error' }),
    isProduction: options.isProduction ?? false,
  });
  const url = `${await listen(server, { host: '127.0.0.1', port: 0 })}/graphql`;
  const toClaims = (roles: readonly string[]) => ({ roles, subject: roles[0] ?? 'nobody' });
  const tokenOf = (...roles: string[]) => issuer.sign(toClaims(roles));
  return {
    url,
    database,
    databaseUrl,
    anonymous: createGraphqlClient(url, undefined),
    tokenOf,
    scopedTokenOf: (scopes, ...roles) => issuer.sign({ ...toClaims(roles), scopes }),
    as: async (...roles) => createGraphqlClient(url, await tokenOf(...roles)),
    statementsDuring: async (run) => {
      const statements: string[] = [];
      onStatement = (text) => statements.push(text);
      await run();
      onStatement = () => {};
      return statements;
    },
    close: async () => {
      await server.close();
      verifier.close();
      if (options.issuer === undefined) await issuer.close();
      await database.close();
      await drop();
    },
  };
}

async function openTestDatabase<Context extends SubgraphContext>(
  definition: SubgraphDefinition<Context>,
  { databaseUrl, makesTemporaryTables = false }: TestSubgraphOptions,
): Promise<{ url: string; drop: () => Promise<void> }> {
  if (databaseUrl !== undefined) return { url: databaseUrl, drop: async () => {} };
  const { name } = definition;
  const owned = await createMigratedDatabase({
    name,
    contexts: [{ name, makesTemporaryTables }],
    migrate: (empty) => migrateSubgraph(definition, empty.urlOf(name)),
  });
  return { url: owned.urlOf(name), drop: () => owned.close() };
}
