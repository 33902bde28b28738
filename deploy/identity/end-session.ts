import type { KoaContextWithOIDC } from 'oidc-provider';
import type { SessionEnder } from './session-ender.ts';

/**
 * Ends a session at once when the request proves with an ID token that it comes from a client of that session, as
 * Keycloak does; with neither browser cookie nor question. To run after oidc-provider has checked the request
 * (OpenID Connect RP-Initiated Logout 1.0 section 2).
 */
export async function endSessionByHint(ctx: KoaContextWithOIDC, ender: SessionEnder): Promise<void> {
  const { entities, client, params } = ctx.oidc;
  const sid = entities.IdTokenHint?.payload.sid;
  if (client === undefined || typeof sid !== 'string') return;
  await ender.endBySid(client.clientId, sid);
  const target = params?.post_logout_redirect_uri;
  if (typeof target !== 'string') {
    ctx.redirect(ctx.oidc.urlFor('end_session_success'));
    return;
  }
  const location = new URL(target);
  if (typeof params?.state === 'string') location.searchParams.set('state', params.state);
  ctx.redirect(location.href);
}
