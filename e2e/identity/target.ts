import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '#platform/log/log.ts';
import { createIdentityProvider } from '../../deploy/identity/identity-provider.ts';
import { parseRealm } from '../../deploy/identity/realm.ts';
import { createLogoutListener, type LogoutListener } from './logout-listener.ts';
import { createMailSink, type MailSink } from './mail-sink.ts';

/** The provider that a suite runs against. */
export interface Target extends AsyncDisposable {
  readonly issuer: string;
  /** Registered for `facturation-web`; nothing listens there. */
  readonly redirectUri: string;
  readonly postLogoutUri: string;
  readonly serviceSecret: string;
  /** The receiver of the provider's logout tokens. */
  readonly logoutListener: LogoutListener;
  /** The receiver of the provider's mails. */
  readonly mailSink: MailSink;
}

const webUrl = 'http://localhost:4000';
const serviceSecret = 'facturation-service-development';
const realmFile = new URL('../../deploy/keycloak/realm.json', import.meta.url);

/**
 * The provider that `OIDC_ISSUER` names, or else an embedded one of the suite's own.
 *
 * A real one must have imported the committed realm file, and send its logout tokens to `OIDC_LOGOUT_PORT` and its mails to
 * `OIDC_MAIL_PORT` of this machine; they are waited for only when the suite asks to listen. What is changed in the realm is
 * for the embedded provider only.
 */
export async function openTarget({
  isListening = false,
  realmChange = {},
}: {
  readonly isListening?: boolean;
  readonly realmChange?: Readonly<Record<string, unknown>>;
} = {}): Promise<Target> {
  const issuer = process.env.OIDC_ISSUER;
  const common = { redirectUri: `${webUrl}/auth/callback`, postLogoutUri: `${webUrl}/`, serviceSecret };
  if (issuer) {
    const port = isListening ? Number(process.env.OIDC_LOGOUT_PORT ?? 4000) : 0;
    const logoutListener = await createLogoutListener(port);
    const mailSink = await createMailSink(isListening ? Number(process.env.OIDC_MAIL_PORT ?? 1025) : 0);
    return {
      ...common,
      issuer,
      logoutListener,
      mailSink,
      async [Symbol.asyncDispose]() {
        await logoutListener.close();
        await mailSink.close();
      },
    };
  }
  const logoutListener = await createLogoutListener(0);
  const mailSink = await createMailSink(0);
  const dataFolder = await mkdtemp(join(tmpdir(), 'facturation-identity-'));
  const environment = {
    FACTURATION_BACKCHANNEL_LOGOUT_URL: logoutListener.url,
    FACTURATION_SMTP_HOST: '127.0.0.1',
    FACTURATION_SMTP_PORT: String(mailSink.port),
  };
  const file = { ...JSON.parse(await readFile(realmFile, 'utf8')), ...realmChange };
  const realm = parseRealm(JSON.stringify(file), environment);
  const log = createLog({ name: 'identity', level: 'warn' });
  const provider = await createIdentityProvider({ realm, dataFolder, log, port: 0 });
  return {
    ...common,
    issuer: provider.issuer,
    logoutListener,
    mailSink,
    async [Symbol.asyncDispose]() {
      await provider.close();
      await logoutListener.close();
      await mailSink.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
