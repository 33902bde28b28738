import { resolve } from 'node:path';
import { Command } from 'commander';
import { CodedError } from '#platform/errors/coded-error.ts';
import { developmentUsernames } from '../deploy/keycloak/development-users.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';
import { developmentPassword } from '../deploy/system/development-secrets.ts';
import { obtainPersonToken } from './person-token.ts';

/** `npm run token -- billing-manager`: prints an access token of somebody at the system that `npm start` runs. */
const root = resolve(import.meta.dirname, '..');
const program = new Command('npm run token --')
  .description('Prints an access token of the system that npm start runs. It is good for five minutes.')
  .argument('<user>', `who calls: ${developmentUsernames.join(', ')}, or somebody of a provider of yours`)
  .option('--password <password>', 'of somebody who is not a development user', developmentPassword)
  .action(async (username: string, { password }: { readonly password: string }) => {
    const { dataFolder } = parseLauncherConfiguration(process.env, root);
    const { issuer } = await findRunningSystem(dataFolder);
    console.log(await obtainPersonToken({ issuer, username, password }));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
