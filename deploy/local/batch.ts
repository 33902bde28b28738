import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseLauncherConfiguration } from './configuration.ts';
import { findRunningSystem } from './run-file.ts';

/**
 * `npm run batch -- COMMAND`: the batch worker on the system that `npm start` runs. Some commands need no system, so
 * without one they are tried all the same.
 */
const root = resolve(import.meta.dirname, '../..');
const { dataFolder } = parseLauncherConfiguration(process.env, root);
const system = await findRunningSystem(dataFolder).catch((error: unknown) => {
  if (error instanceof CodedError) return error;
  throw error;
});

const worker = spawn(process.execPath, [join(root, 'batch/main.ts'), ...process.argv.slice(2)], {
  // Files are named from where the user stands, which npm keeps here.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { ...process.env, DATABASE_URL: system instanceof CodedError ? '' : system.batchDatabaseUrl },
  stdio: 'inherit',
});
// The worker ends by itself at the end of a chunk. A terminal tells both of Ctrl-C, who else sends a signal only this one.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => worker.kill('SIGTERM'));
const [code] = await once(worker, 'exit');
process.exitCode = typeof code === 'number' ? code : 1;
if (process.exitCode === 1 && system instanceof CodedError) process.stderr.write(`${system.message}\n`);
