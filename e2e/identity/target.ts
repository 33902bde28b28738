import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '#platform/log/log.ts';
import { createIdentityProvider } from '../../deploy/identity/identity-provider.ts';
import { parseRealm } from '../../deploy/identity/realm.ts';
import { createLogoutListener, type LogoutListener } from './logout-listener.ts';

/** The provider that a suite runs against. */
export interface Target extends AsyncDisposable {
  readonly issuer: string;
  /** Registered for `facturation-web`; nothing listens there. */
  readonly redirectUri: string;
  readonly postLogoutUri: string;
  readonly serviceSecret: string;
  /** Where the provider sends logout tokens. */
  readonly logoutListener: LogoutListener;
}

const webUrl = 'http://localhost:4000';
const serviceSecret = 'facturation-service-development';
const realmFile = new URL('../../deploy/keycloak/realm.json', import.meta.url);

/**
 * The provider that `OIDC_ISSUER` names, or else an embedded one of the suite's own.
 *
 * A real one must have imported the committed realm file, and send its logout tokens to `OIDC_LOGOUT_PORT` of this
 * machine; they are waited for only when the suite asks to listen.
 */
export async function openTarget({ isListening = false } = {}): Promise<Target> {
  const issuer = process.env.OIDC_ISSUER;
  const common = { redirectUri: `${webUrl}/auth/callback`, postLogoutUri: `${webUrl}/`, serviceSecret };
  if (issuer) {
    const port = isListening ? Number(process.env.OIDC_LOGOUT_PORT ?? 4000) : 0;
    const logoutListener = await createLogoutListener(port);
    return { ...common, issuer, logoutListener, [Symbol.asyncDispose]: () => logoutListener.close() };
  }
  const logoutListener = await createLogoutListener(0);
  const dataFolder = await mkdtemp(join(tmpdir(), 'facturation-identity-'));
  const environment = { FACTURATION_BACKCHANNEL_LOGOUT_URL: logoutListener.url };
  const realm = parseRealm(await readFile(realmFile, 'utf8'), environment);
  const log = createLog({ name: 'identity', level: 'warn' });
  const provider = await createIdentityProvider({ realm, dataFolder, log, port: 0 });
  return {
    ...common,
    issuer: provider.issuer,
    logoutListener,
    async [Symbol.asyncDispose]() {
      await provider.close();
      await logoutListener.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
