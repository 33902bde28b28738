import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '#platform/testing/free-port.ts';
import { startKeycloak } from '../../deploy/keycloak/keycloak-server.ts';
import { obtainKeycloak } from '../../deploy/keycloak/obtain-keycloak.ts';

/**
 * Runs the suites of identity and sessions against a real Keycloak server that has imported the committed realm file: loads the
 * server at first, starts it, tests, stops it. Its exit code is the suite's.
 */
const folder = resolve(process.env.DATA_DIR || '.data', 'keycloak');
const port = await findFreePort();
const logoutPort = await findFreePort();
const mailPort = await findFreePort();

console.info(`Keycloak is kept in ${folder}.`);
const home = await obtainKeycloak(folder);
const keycloak = await startKeycloak({
  home,
  port,
  realmFile: fileURLToPath(new URL('../../deploy/keycloak/realm.json', import.meta.url)),
  realmName: 'facturation',
  environment: {
    FACTURATION_BACKCHANNEL_LOGOUT_URL: `http://127.0.0.1:${logoutPort}/auth/backchannel-logout`,
    FACTURATION_SMTP_HOST: '127.0.0.1',
    FACTURATION_SMTP_PORT: String(mailPort),
  },
});
console.info(`Keycloak serves ${keycloak.issuer}.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await keycloak.stop();
    process.exit(1);
  });
}

try {
  process.exitCode = await runSuite();
} finally {
  await keycloak.stop();
}

async function runSuite(): Promise<number> {
  const folders = [import.meta.dirname, join(import.meta.dirname, '../session')];
  const files = (await Promise.all(folders.map(listTests))).flat();
  const suite = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], {
    stdio: 'inherit',
    timeout: 20 * 60_000,
    env: {
      ...process.env,
      OIDC_ISSUER: keycloak.issuer,
      OIDC_LOGOUT_PORT: String(logoutPort),
      OIDC_MAIL_PORT: String(mailPort),
    },
  });
  const [code] = await once(suite, 'exit');
  return code ?? 1;
}

async function listTests(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.system.test.ts')).map((name) => join(folder, name));
}
