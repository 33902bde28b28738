import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { findProcessesOf } from '../launcher/processes-of.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../running-system.ts';

/** The running system, and beside it an issuer that it trusts, for tokens as short-lived as a test wants them. */
export interface Place extends AsyncDisposable {
  readonly system: RunningSystem;
  readonly issuer: TestIssuer;
  /** Takes a role away from a person at the identity provider, which starts anew with all of its process. */
  takeRoleAway(username: string, role: string): Promise<void>;
  /** The value of one of the gateway's metrics, summed over its labels. */
  metric(name: string): Promise<number>;
}

/** Below the 30 seconds within which a session renews its token, so that it does so at each look. */
const accessTokenSeconds = 29;
const realmSource = new URL('../../deploy/keycloak/realm.json', import.meta.url);

/** Billing managers of one case each, as it takes the role away from them. */
export const leavingManagers = { ofClients: 'leaves-in-clients', ofGraphiql: 'leaves-in-graphiql' };

interface User {
  readonly id?: string;
  readonly username: string;
  readonly email?: string;
  realmRoles?: string[];
}

interface RealmFile {
  accessTokenLifespan: number;
  readonly users: User[];
}

export async function openPlace(): Promise<Place> {
  await using opened = new AsyncDisposableStack();
  const issuer = opened.use(await createTestIssuer());
  const ports = await createSystemEnvironment();
  const folder = ports['DATA_DIR'] ?? '';
  const realmFile = join(folder, 'realm.json');
  const realm = JSON.parse(await readFile(realmSource, 'utf8')) as RealmFile;
  realm.accessTokenLifespan = accessTokenSeconds;
  const manager = realm.users.find(({ username }) => username === 'billing-manager');
  for (const username of Object.values(leavingManagers))
    realm.users.push({ ...manager, id: randomUUID(), username, email: `${username}@facturation.example` });
  await writeFile(realmFile, JSON.stringify(realm));
  const { issuer: url, audiences, algorithms } = issuer.trusted();
  const system = await startRunningSystem({
    flags: ['--no-demo'],
    environment: {
      ...ports,
      REALM_FILE: realmFile,
      OIDC_FURTHER_ISSUERS: JSON.stringify([{ issuer: url, audiences, algorithms }]),
      SESSION_WATCH_MS: '500',
      SIMULATOR_RATE: '5',
    },
  });
  opened.defer(() => system.stop());
  const all = opened.move();

  const findIdentity = async () => {
    const processes = await findProcessesOf(folder);
    return processes.find(({ command }) => /deploy\/local\/group\.ts \S+ identity\b/.test(command))?.pid;
  };

  return {
    system,
    issuer,
    async takeRoleAway(username, role) {
      for (const user of realm.users) {
        if (user.username === username)
          user.realmRoles = user.realmRoles?.filter((each) => each !== role) ?? [];
      }
      await writeFile(realmFile, JSON.stringify(realm));
      const before = await findIdentity();
      if (before !== undefined) process.kill(before, 'SIGTERM');
      await waitFor('the identity provider to start anew', async () => {
        const now = await findIdentity();
        if (now === undefined || now === before) return false;
        const answer = await fetch(`${system.issuer}/.well-known/openid-configuration`).catch(
          () => undefined,
        );
        return answer?.ok;
      });
    },
    async metric(name) {
      const text = await (await fetch(`${system.pageUrl}/metrics`)).text();
      const lines = text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
