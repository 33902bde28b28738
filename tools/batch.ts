import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toSellerVariables } from '#schema/calendar/seller-fields.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';

/**
 * `npm run batch -- COMMAND`: the batch worker on the system that `npm start` runs. Some commands need no system, so
 * without one they are tried all the same, and the worker says what is missing when one needs it.
 */
const root = resolve(import.meta.dirname, '..');
try {
  const { dataFolder, databaseUrl, sellerFile } = parseLauncherConfiguration(process.env, root);
  const worker = spawn(process.execPath, [join(root, 'batch/main.ts'), ...process.argv.slice(2)], {
    // Files are named from where the user stands, which npm keeps here.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, SELLER_FILE: sellerFile, ...(await findDatabase(dataFolder, databaseUrl)) },
    stdio: 'inherit',
  });
  // The worker ends by itself at the end of a chunk. A terminal tells both of Ctrl-C, who else sends a signal only this one.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => worker.kill('SIGTERM'));
  const [code] = await once(worker, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * The worker's variables.
 *
 * @param given the worker's database when it names the role `batch`; else it is a server for a system to start on
 */
async function findDatabase(dataFolder: string, given: string | undefined): Promise<Record<string, string>> {
  if (given !== undefined && new URL(given).username === 'batch') return { DATABASE_URL: given };
  try {
    const { batchDatabaseUrl, seller } = await findRunningSystem(dataFolder);
    return { DATABASE_URL: batchDatabaseUrl, ...toSellerVariables(seller) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { DATABASE_URL: '', WITHOUT_DATABASE: error.message };
  }
}
