import type { Sql } from 'postgres';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { SchemaChecker } from './checks/schema-checker.ts';
import type { Composer } from './composition/compose-supergraph.ts';
import type { InstanceStore } from './discovery/instance-store.ts';
import type { ApiSchemas } from './graphs/api-schemas.ts';
import type { GraphStore } from './graphs/graph-store.ts';
import type { Launcher } from './graphs/launcher.ts';
import type { CallerFinder } from './keys/caller-finder.ts';
import type { KeyStore } from './keys/key-store.ts';

/** The parts of the registry that its folders share; the composition root builds them once. */
export interface RegistryParts {
  readonly db: PostgresJsDatabase;
  /** The same pool as `db`, for statements written by hand. */
  readonly sql: Sql;
  readonly log: Log;
  readonly composer: Composer;
  readonly graphs: GraphStore;
  readonly keys: KeyStore;
  readonly callers: CallerFinder;
  readonly launcher: Launcher;
  readonly apiSchemas: ApiSchemas;
  readonly checker: SchemaChecker;
  /** The processes that serve subgraphs. */
  readonly instances: InstanceStore;
  /** The address of the pages that answers refer to, without a slash at its end. */
  readonly pageUrl: string;
}
