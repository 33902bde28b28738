import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { openCompileCache } from '../deploy/local/data-folder.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';

/** `npm run statistics`: prints the statistics of the system that `npm start` runs. */
const root = resolve(import.meta.dirname, '..');
try {
  const { dataFolder } = parseLauncherConfiguration(process.env, root);
  const { statisticsDatabaseUrl } = await findRunningSystem(dataFolder);
  const show = spawn(process.execPath, ['streams/statistics/show/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...(await openCompileCache(dataFolder, 'show-statistics', process.env)),
      DATABASE_URL: statisticsDatabaseUrl,
    },
    stdio: 'inherit',
  });
  const [code] = await once(show, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
