import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { describeError } from '#platform/log/log-error.ts';
import { tolerateClosedOutput } from '#platform/process/closed-output.ts';
import { formatSnapshot } from '../reading/format-snapshot.ts';
import { loadSnapshot } from '../reading/load-snapshot.ts';
import { configurationSchema } from './configuration.ts';

tolerateClosedOutput();
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
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  // PostgreSQL's undefined_table.
  if (error instanceof Error && 'code' in error && error.code === '42P01')
    return 'DATABASE_URL: there are no statistics for this role; it wants the role `statistics`, where that process has run';
  return `The statistics could not be read: ${describeError(error)}`;
}
