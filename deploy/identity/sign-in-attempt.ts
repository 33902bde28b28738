import { errors } from 'oidc-provider';
import type { Exchange } from './exchange.ts';

/** The interaction a request belongs to, as its cookie proves. */
export interface SignInAttempt {
  readonly uid: string;
  readonly path: string;
  readonly prompt: string;
  readonly clientName: string;
  /** The origin the browser is sent back to. */
  readonly returnTo: string;
  readonly loginHint: string;
  /** The languages that the client asks for, the most wanted first, with spaces between them. */
  readonly uiLocales: string;
}

/** Finds the interaction of a request; undefined if it is over or the cookie is missing. */
export async function findAttempt(exchange: Exchange): Promise<SignInAttempt | undefined> {
  const { provider, signInPath, request, response } = exchange;
  try {
    const { params, prompt, uid } = await provider.interactionDetails(request, response);
    const client = await provider.Client.find(String(params.client_id));
    return {
      uid,
      path: `${signInPath}${uid}`,
      prompt: prompt.name,
      clientName: client?.clientName ?? String(params.client_id),
      returnTo: new URL(String(params.redirect_uri)).origin,
      loginHint: typeof params.login_hint === 'string' ? params.login_hint : '',
      uiLocales: typeof params.ui_locales === 'string' ? params.ui_locales : '',
    };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}
