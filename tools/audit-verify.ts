import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';

/** `npm run audit:verify -- [--head HASH]`: verifies the audit trail of the system that `npm start` runs, or the one that DATABASE_URL names with the role audit. */
const root = resolve(import.meta.dirname, '..');
try {
  const { dataFolder, databaseUrl: given } = parseLauncherConfiguration(process.env, root);
  // Otherwise it is a server for a system to start on.
  const isGiven = given !== undefined && new URL(given).username === 'audit';
  const url = isGiven ? given : (await findRunningSystem(dataFolder)).auditDatabaseUrl;
  const verify = spawn(
    process.execPath,
    [join(root, 'platform/audit/trail/main.ts'), ...process.argv.slice(2)],
    {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url },
      stdio: 'inherit',
    },
  );
  // It ends by itself. A terminal tells both of Ctrl-C, who else sends a signal only this one.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => verify.kill('SIGTERM'));
  const [code] = await once(verify, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
