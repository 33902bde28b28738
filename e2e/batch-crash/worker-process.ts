import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LogFile } from '../../deploy/local/log-file.ts';

/** The batch worker, as its users start it. */
export interface WorkerProcess {
  readonly hasEnded: boolean;
  /** Its code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it with SIGKILL; false when it had ended by itself. */
  kill(): Promise<boolean>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export function startWorker(
  args: readonly string[],
  options: { readonly databaseUrl: string; readonly logFile: LogFile },
): WorkerProcess {
  const { databaseUrl, logFile } = options;
  const child: ChildProcess = spawn(process.execPath, ['batch/main.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, LOG_LEVEL: 'info' },
  });
  logFile.write(`batch ${args.join(' ')}\n`);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => logFile.write(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => logFile.write(text));
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    get hasEnded() {
      return hasEnded();
    },
    ended,
    kill: async () => {
      if (hasEnded()) return false;
      child.kill('SIGKILL');
      await ended;
      return child.signalCode === 'SIGKILL';
    },
  };
}
