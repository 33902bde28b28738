import type { Client, KoaContextWithOIDC, Session } from 'oidc-provider';
import type { ProviderState } from './provider-state.ts';

/**
 * Ends a session at once when the request proves with an ID token that it comes from a client of that session, as
 * Keycloak does; with neither browser cookie nor question. To run after oidc-provider has checked the request
 * (OpenID Connect RP-Initiated Logout 1.0 section 2).
 */
export async function endSessionByHint(ctx: KoaContextWithOIDC, state: ProviderState): Promise<void> {
  const { provider, entities, client, params } = ctx.oidc;
  const sid = entities.IdTokenHint?.payload.sid;
  if (client === undefined || typeof sid !== 'string') return;
  const uid = state.findSessionUid(client.clientId, sid);
  const session = uid === undefined ? undefined : await provider.Session.findByUid(uid);
  if (session !== undefined) await endSession(ctx, session);
  const target = params?.post_logout_redirect_uri;
  if (typeof target !== 'string') {
    ctx.redirect(ctx.oidc.urlFor('end_session_success'));
    return;
  }
  const location = new URL(target);
  if (typeof params?.state === 'string') location.searchParams.set('state', params.state);
  ctx.redirect(location.href);
}

/** The members of a client that the published types of oidc-provider lack. */
interface BackchannelClient {
  backchannelLogout(subject: string, sid: string): Promise<void>;
}

/** Revokes what the session's clients were given, and tells them by their back channel. */
async function endSession(ctx: KoaContextWithOIDC, session: Session): Promise<void> {
  const { provider } = ctx.oidc;
  const accountId = session.accountId;
  for (const [clientId, { sid, grantId }] of Object.entries(session.authorizations ?? {})) {
    if (grantId !== undefined) {
      await provider.RefreshToken.revokeByGrantId(grantId);
      await provider.AuthorizationCode.revokeByGrantId(grantId);
      await provider.Grant.adapter.destroy(grantId);
    }
    const client = await provider.Client.find(clientId);
    if (client === undefined || accountId === undefined || sid === undefined) continue;
    await notify(ctx, client, accountId, sid);
  }
  await session.destroy();
}

/** OpenID Connect Back-Channel Logout 1.0 section 2.5. A client that cannot be reached does not keep it from ending. */
async function notify(
  ctx: KoaContextWithOIDC,
  client: Client,
  accountId: string,
  sid: string,
): Promise<void> {
  if (client.backchannelLogoutUri === undefined) return;
  try {
    await (client as Client & BackchannelClient).backchannelLogout(accountId, sid);
  } catch (error) {
    ctx.oidc.provider.emit('backchannel.error', ctx, error as Error, client, accountId, sid);
  }
}
