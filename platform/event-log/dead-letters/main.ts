import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { databaseUrl } from '#platform/configuration/fields.ts';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { describeError } from '#platform/log/log-error.ts';
import { tolerateClosedOutput } from '#platform/process/closed-output.ts';
import { checkEventLogVariables, eventLogFields } from '../configuration.ts';
import { openEventLog } from '../open-event-log.ts';
import { type DeadLetterPlace, listDeadLetters } from './dead-letters.ts';
import { replayDeadLetters } from './replay.ts';
import { isPlaceText, toLine, toPlaceText } from './to-line.ts';

/** Lists and replays what a reader put aside. */
const name = 'dead-letters';
const databaseFields = { DATABASE_URL: databaseUrl() };

const outputClosed = tolerateClosedOutput();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const program = new Command(name)
  .description(
    "Records that a reader could not use. DATABASE_URL is the reader's database, with its role; the event log is configured as for the reader.",
  )
  .showHelpAfterError();

program
  .command('list')
  .description('one JSON line for each record that was put aside')
  .action(async () => {
    const { DATABASE_URL: url } = parseConfiguration(z.object(databaseFields), process.env);
    await withDatabase(url, printAll);
  });

program
  .command('replay')
  .description('appends records to their topics again, where all groups of readers get them')
  .argument('[places...]', 'which: topic/partition/offset, as list shows them', toPlaces)
  .option('--all', 'all of them')
  .action(async (places: string[], options: { all?: true }) => {
    if ((places.length === 0) === (options.all === undefined))
      program.error('Name the places, or say --all.');
    const schema = z.object({ ...databaseFields, ...eventLogFields }).superRefine(checkEventLogVariables);
    const configuration = parseConfiguration(schema, process.env);
    const isChosen = (place: DeadLetterPlace) => options.all === true || places.includes(toPlaceText(place));
    await withDatabase(configuration.DATABASE_URL, async ({ sql }) => {
      const log = await openEventLog(configuration, name);
      try {
        const count = await replayDeadLetters(sql, log, isChosen, interrupted.signal);
        process.stdout.write(`${count} replayed\n`);
      } finally {
        await log.close();
      }
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}

async function printAll({ sql }: Database): Promise<void> {
  let after: DeadLetterPlace | undefined;
  while (!interrupted.signal.aborted && !outputClosed.aborted) {
    const letters = await listDeadLetters(sql, after);
    if (letters.length === 0) return;
    for (const letter of letters) process.stdout.write(`${toLine(letter)}\n`);
    after = letters.at(-1);
  }
}

async function withDatabase(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = connectDatabase({ url, name, maxConnections: 1 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

function toPlaces(text: string, places: string[] = []): string[] {
  if (!isPlaceText(text)) throw new InvalidArgumentError('A place is topic/partition/offset.');
  return [...places, text];
}
