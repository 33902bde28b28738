import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { databaseUrl } from '#platform/configuration/fields.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { checkEventLogVariables, eventLogFields } from '../configuration.ts';
import { openEventLog } from '../open-event-log.ts';
import { type DeadLetterChoice, listDeadLetters } from './dead-letters.ts';
import { replayDeadLetters } from './replay.ts';
import { toLine } from './to-line.ts';

/**
 * Lists and replays what a reader put aside. DATABASE_URL is the reader's database, with its role; the event log is
 * configured as for the reader.
 */
const name = 'dead-letters';
const databaseFields = { DATABASE_URL: databaseUrl() };

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const program = new Command(name)
  .description(
    'Records that a reader could not use. DATABASE_URL names the database of the reader, with its role.',
  )
  .showHelpAfterError();

program
  .command('list')
  .description('one JSON line for each record that was not replayed yet, the oldest first')
  .option('--group <group>', 'only those of this group of readers')
  .option('--all', 'also those that were replayed')
  .action(async (options: { group?: string; all?: true }) => {
    const { DATABASE_URL: url } = parseConfiguration(z.object(databaseFields), process.env);
    const database = connectDatabase({ url, name, maxConnections: 1 });
    try {
      await printAll(database.sql, { ...toGroup(options.group), withReplayed: options.all === true });
    } finally {
      await database.close();
    }
  });

program
  .command('replay')
  .description('appends records to their topics again, where all groups of readers get them')
  .argument('[ids...]', 'the ids that list shows', (id: string, ids: bigint[] = []) => [...ids, toId(id)])
  .option('--group <group>', 'all that this group of readers put aside')
  .action(async (ids: bigint[], options: { group?: string }) => {
    if (ids.length === 0 && options.group === undefined)
      program.error('Name the ids, or a group with --group.');
    const schema = z.object({ ...databaseFields, ...eventLogFields }).superRefine(checkEventLogVariables);
    const configuration = parseConfiguration(schema, process.env);
    const database = connectDatabase({ url: configuration.DATABASE_URL, name, maxConnections: 1 });
    try {
      const log = await openEventLog(configuration, name);
      try {
        const choice = { ...toGroup(options.group), ...(ids.length === 0 ? {} : { ids }) };
        const count = await replayDeadLetters(database.sql, log, choice, interrupted.signal);
        process.stdout.write(`${count} replayed\n`);
      } finally {
        await log.close();
      }
    } finally {
      await database.close();
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function printAll(sql: Parameters<typeof listDeadLetters>[0], choice: DeadLetterChoice): Promise<void> {
  let after = 0n;
  for (;;) {
    const letters = await listDeadLetters(sql, { ...choice, after });
    for (const letter of letters) process.stdout.write(`${toLine(letter)}\n`);
    const last = letters.at(-1);
    if (last === undefined || interrupted.signal.aborted) return;
    after = last.id;
  }
}

function toGroup(group: string | undefined): { group?: string } {
  return group === undefined ? {} : { group };
}

function toId(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('An id is a whole number.');
  return BigInt(text);
}
