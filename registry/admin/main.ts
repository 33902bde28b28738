import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { describeError } from '#platform/log/log-error.ts';
import { Composer } from '../composition/compose-supergraph.ts';
import { configurationSchema } from '../configuration.ts';
import { GraphStore } from '../graphs/graph-store.ts';
import { Launcher } from '../graphs/launcher.ts';
import { ConfiguredKeys } from '../keys/configured-keys.ts';
import { KeyStore } from '../keys/key-store.ts';
import { type AdminParts, createAdminCommands } from './commands.ts';

/** `node registry/admin/main.ts COMMAND`: administers the registry of `DATABASE_URL`. */
const fields = configurationSchema.pick({ DATABASE_URL: true });
let database: Database | undefined;

async function open(): Promise<AdminParts> {
  const { DATABASE_URL: url } = parseConfiguration(fields, process.env);
  database = connectDatabase({ url, name: 'registry-admin', maxConnections: 1 });
  const { db } = database;
  return {
    db,
    graphs: new GraphStore(db),
    keys: new KeyStore(db, new ConfiguredKeys([])),
    launcher: new Launcher(db, new Composer()),
  };
}

try {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  await createAdminCommands(open, print, AbortSignal.timeout(60_000)).parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
} finally {
  await database?.close();
}
