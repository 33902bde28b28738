import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { formatSnapshot } from '../reading/format-snapshot.ts';
import { loadSnapshot } from '../reading/load-snapshot.ts';
import { configurationSchema } from './configuration.ts';

try {
  const { DATABASE_URL: url } = parseConfiguration(configurationSchema, process.env);
  const database = connectDatabase({ url, name: 'statistics-show', maxConnections: 1 });
  try {
    const snapshot = await loadSnapshot(database.sql, { nowMs: Date.now() });
    process.stdout.write(formatSnapshot(snapshot));
  } finally {
    await database.close();
  }
} catch (error) {
  const isForPeople = error instanceof CodedError;
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(isForPeople ? `${reason}\n` : `The statistics could not be read: ${reason}\n`);
  process.exitCode = 1;
}
