import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import type { Account, Accounts } from './accounts.ts';
import { toSessionSeconds } from './lifetimes.ts';
import type { Realm } from './realm.ts';
import { apiResource, scopes, toApi } from './resource.ts';
import { findNextStep } from './sign-in-steps.ts';
import { toProfileClaims } from './token-claims.ts';

/** `totp` is the code of an authenticator, named as with Keycloak. */
interface PasswordParameters {
  username?: string;
  password?: string;
  totp?: string;
}

type PasswordGrantContext = TokenEndpointGrantContext<PasswordParameters>;

/**
 * Adds the resource owner password credentials grant (RFC 6749 section 4.3), which oidc-provider leaves out, for
 * command lines and tests. As with Keycloak it opens a session, which sign-out ends like any other.
 */
export function registerPasswordGrant(provider: Provider, realm: Realm, accounts: Accounts): void {
  provider.registerGrantType<PasswordParameters>(
    'password',
    async (ctx) => {
      const { username, password, totp } = ctx.oidc.params;
      if (!username || !password) throw new errors.InvalidRequest('username and password are required');
      const granted = toGrantedScopes(ctx.oidc.params.scope);
      const account = await accounts.signIn(username, password);
      const isProven = account?.otp === undefined || accounts.takeSecondFactor(account.id, 'otp', totp ?? '');
      if (account === undefined || !isProven) throw new errors.InvalidGrant('invalid user credentials');
      if (findNextStep(realm, account, true) !== undefined) {
        throw new errors.InvalidGrant('account is not fully set up');
      }
      ctx.body = await issueTokens(ctx, realm, account, granted);
    },
    ['username', 'password', 'totp', 'scope'],
  );
}

function toGrantedScopes(requested: string | undefined): string[] {
  const names = requested?.split(' ').filter((name) => name !== '') ?? [];
  const unknown = names.find((name) => !scopes.includes(name));
  if (unknown !== undefined) throw new errors.InvalidScope('requested scope is not known', unknown);
  return scopes.filter((name) => name !== 'openid' || names.includes('openid'));
}

interface OpenSession {
  readonly uid: string;
  readonly sid: string | undefined;
  readonly grantId: string;
  /** Seconds since the epoch. */
  readonly startedAt: number;
}

/** A session as a browser's sign-in would leave it, with no browser that holds its cookie. */
async function openSession(ctx: PasswordGrantContext, realm: Realm, account: Account): Promise<OpenSession> {
  const { provider, client } = ctx.oidc;
  const grant = new provider.Grant({ accountId: account.id, clientId: client.clientId });
  grant.addOIDCScope(scopes);
  grant.addResourceScope(apiResource, scopes);
  const grantId = await grant.save();
  const session = new provider.Session();
  const startedAt = Math.floor(Date.now() / 1000);
  session.loginAccount({ accountId: account.id, loginTs: startedAt });
  session.ensureClientContainer(client.clientId);
  session.grantIdFor(client.clientId, grantId);
  await session.save(toSessionSeconds(realm, startedAt));
  return { uid: session.uid, sid: session.sidFor(client.clientId), grantId, startedAt };
}

async function issueTokens(
  ctx: PasswordGrantContext,
  realm: Realm,
  account: Account,
  granted: readonly string[],
): Promise<object> {
  const { provider, client } = ctx.oidc;
  const scope = granted.join(' ');
  const session = await openSession(ctx, realm, account);
  const common = {
    accountId: account.id,
    client,
    grantId: session.grantId,
    gty: 'password',
    scope,
    sid: session.sid,
    sessionUid: session.uid,
    expiresWithSession: false,
  };
  const accessToken = new provider.AccessToken(common);
  accessToken.resourceServer = toApi(realm, client.clientId);
  const refreshToken = new provider.RefreshToken({
    ...common,
    authTime: session.startedAt,
    resource: apiResource,
    rotations: 0,
  });
  return {
    access_token: await accessToken.save(),
    expires_in: accessToken.expiration,
    refresh_token: await refreshToken.save(),
    token_type: accessToken.tokenType,
    scope,
    ...(granted.includes('openid') ? { id_token: await issueIdToken(ctx, account, session, scope) } : {}),
  };
}

async function issueIdToken(
  ctx: PasswordGrantContext,
  account: Account,
  session: OpenSession,
  scope: string,
): Promise<string> {
  const claims = { sub: account.id, ...toProfileClaims(account), auth_time: session.startedAt };
  const token = new ctx.oidc.provider.IdToken(claims, { ctx });
  Object.assign(token, { scope });
  token.set('sid', session.sid);
  return token.issue({ use: 'idtoken' });
}
