import { Command, CommanderError } from 'commander';
import { createLog } from '#platform/log/log.ts';
import { describeError } from '#platform/log/log-error.ts';
import { tolerateClosedOutput } from '#platform/process/closed-output.ts';
import { addAbandonCommand } from './commands/abandon.ts';
import type { CommandTools } from './commands/command-tools.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addLoadCommand } from './commands/load.ts';
import { addMappingsCommand } from './commands/mappings.ts';
import { addRejectsCommand } from './commands/rejects.ts';
import { addRestartCommand } from './commands/restart.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStopCommand } from './commands/stop.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addWatchCommand } from './commands/watch.ts';
import { addWorkCommand } from './commands/work.ts';
import { getDatabaseUrl, getLogLevel, getOwnSellers, getSeller } from './configuration.ts';
import { migrateJobs } from './jobs/migrate-jobs.ts';

const usageExitCode = 2;
const commands = [
  addLoadCommand,
  addRestartCommand,
  addStopCommand,
  addAbandonCommand,
  addUndoCommand,
  addStatusCommand,
  addRejectsCommand,
  addMappingsCommand,
  addInspectCommand,
  addWatchCommand,
  addWorkCommand,
];

/** The batch worker: loads files of invoices and payments into billing's ledger. Exit codes: 0 completed, 1 failed, 2 wrong usage. */
export async function runProgram(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await runCommand(environment);
  } catch (error) {
    fail(error);
  }
}

async function runCommand(environment: NodeJS.ProcessEnv): Promise<void> {
  const log = createLog({ name: 'batch', level: getLogLevel(environment), destination: process.stderr });
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  // A parent that is gone ends its worker; the channel alone does not keep it alive.
  process.once('disconnect', () => interrupted.abort());
  process.channel?.unref();

  const tools: CommandTools = {
    seller: getSeller(environment),
    loadOwnSellers: () => getOwnSellers(environment),
    openDatabase: async () => {
      const url = getDatabaseUrl(environment);
      await migrateJobs(url);
      return url;
    },
    output: process.stdout,
    outputClosed: tolerateClosedOutput(),
    log,
    signal: interrupted.signal,
    fail: () => {
      process.exitCode = 1;
    },
  };

  const program = new Command('batch')
    .description(
      'Loads files of invoices and payments into the ledger. DATABASE_URL names the database with the role `batch`.',
    )
    .showHelpAfterError()
    .exitOverride();
  for (const addCommand of commands) addCommand(program, tools);

  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) log.debug({ err: error }, 'the command failed');
    throw error;
  }
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
    return;
  }
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
