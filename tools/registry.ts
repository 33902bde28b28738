import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';

/**
 * `npm run registry -- COMMAND`: administers the registry that `npm start` runs. `npm run -s registry -- env` prints the variables
 * by which Rover finds it, with a key that has all rights.
 */
const root = resolve(import.meta.dirname, '..');
try {
  const { dataFolder } = parseLauncherConfiguration(process.env, root);
  const { registry, registryDatabaseUrl } = await findRunningSystem(dataFolder);
  const [command, ...more] = process.argv.slice(2);
  if (command === 'env' && more.length === 0) {
    console.log(`export APOLLO_REGISTRY_URL=${registry.url}/api/graphql APOLLO_KEY=${registry.key}`);
    console.log(`export APOLLO_ROVER_DOWNLOAD_HOST=${registry.url}/plugins APOLLO_TELEMETRY_DISABLED=1`);
  } else {
    const admin = spawn(process.execPath, ['registry/admin/main.ts', ...process.argv.slice(2)], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: registryDatabaseUrl },
      stdio: 'inherit',
    });
    const [code] = await once(admin, 'exit');
    process.exitCode = typeof code === 'number' ? code : 1;
  }
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
