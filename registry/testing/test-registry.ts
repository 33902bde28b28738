import { fileURLToPath } from 'node:url';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { SchemaChecker } from '../checks/schema-checker.ts';
import { Composer } from '../composition/compose-supergraph.ts';
import { type InstanceSettings, InstanceStore } from '../discovery/instance-store.ts';
import { ApiSchemas } from '../graphs/api-schemas.ts';
import { GraphStore } from '../graphs/graph-store.ts';
import { Launcher } from '../graphs/launcher.ts';
import { CallerFinder } from '../keys/caller-finder.ts';
import { ConfiguredKeys } from '../keys/configured-keys.ts';
import { KeyStore } from '../keys/key-store.ts';
import type { RegistryParts } from '../registry-parts.ts';

/** The parts of a registry on a database of a test's own. */
export interface TestRegistry extends RegistryParts {
  /** The database with the role of the registry. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface TestRegistryOptions extends Partial<InstanceSettings> {
  /** Told of every statement. */
  readonly onStatement?: (text: string) => void;
}

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Builds the parts of a registry, without a server. */
export async function createTestRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const database = await createMigratedDatabase({
    name: 'registry',
    contexts: ['registry'],
    migrate: (empty) =>
      migrateDatabase({ url: empty.urlOf('registry'), schema: 'registry', folder: migrations }),
  });
  const databaseUrl = database.urlOf('registry');
  const pool = connectDatabase({
    url: databaseUrl,
    name: 'registry-test',
    ...(options.onStatement && { onStatement: options.onStatement }),
  });
  const { db, sql } = pool;
  const log = createLog({ name: 'registry', level: 'silent' });
  const composer = new Composer();
  const keys = new KeyStore(db, new ConfiguredKeys([]));
  const graphs = new GraphStore(db);
  const apiSchemas = new ApiSchemas();
  const settings = { passesWithoutUsage: false, failsOnAdditions: false };
  return {
    db,
    sql,
    databaseUrl,
    log,
    composer,
    keys,
    callers: new CallerFinder(keys),
    graphs,
    apiSchemas,
    checker: new SchemaChecker({ db, sql, composer, graphs, apiSchemas }, settings),
    launcher: new Launcher(db, composer),
    instances: new InstanceStore({ sql, log }, { refusesDiffering: options.refusesDiffering ?? false }),
    pageUrl: 'http://page.example',
    close: async () => {
      await composer.close();
      await pool.close();
      await database.close();
    },
  };
}
