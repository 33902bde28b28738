import { compactVerify, createRemoteJWKSet, errors } from 'jose';
import * as client from 'openid-client';
import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { providerUnreachable } from './session-error.ts';

/** The client this gateway is at its identity provider. */
export interface ProviderOptions extends IssuerAddress {
  readonly clientId: string;
  /** Absent for a public client, which PKCE protects. */
  readonly clientSecret?: string | undefined;
  /** Space-separated; `openid` among them. */
  readonly scope: string;
  /** Further parameters of a request to sign in. */
  readonly authorizationParameters?: Readonly<Record<string, string>>;
  /** For one request to the provider. */
  readonly timeoutSeconds?: number;
}

/** Tokens as the provider gave them. */
export interface ProviderTokens {
  readonly accessToken: string;
  /** The seconds for which the access token is valid. */
  readonly accessSeconds: number;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** `sid` of the ID token. */
  readonly providerSessionId: string | undefined;
}

/** A login that began at the provider, and what must be checked when the person comes back. */
interface StartedLogin {
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The provider, seen from a gateway that signs people in. Every call is bounded in time. */
export interface ProviderClient {
  /** @throws {SessionError} PROVIDER_UNREACHABLE, as the other methods do. */
  startLogin(redirectUri: string, uiLocales?: string): Promise<StartedLogin>;
  /** Checks the answer and trades its code for tokens. @returns `undefined` when the provider or a check refuses. */
  finishLogin(answer: URL, login: Omit<StartedLogin, 'url'>): Promise<ProviderTokens | undefined>;
  /** @returns `undefined` if the provider says that the refresh token, or this client, is no longer good. */
  refresh(refreshToken: string): Promise<ProviderTokens | undefined>;
  /**
   * Ends the session at the provider (RP-Initiated Logout 1.0). The ID token goes there from here and never through the
   * browser, whose history and logs would keep it.
   *
   * @returns where the person still has to confirm it; `undefined` if it has ended or the provider has no such address
   */
  endSession(options: { idToken: string | undefined; returnTo: string }): Promise<string | undefined>;
  /** The provider's published keys, kept and fetched anew when an unknown one is named. */
  keys(): Promise<ReturnType<typeof createRemoteJWKSet>>;
}

interface Discovered {
  readonly configuration: client.Configuration;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  readonly idTokenKeys: ReturnType<typeof createRemoteJWKSet>;
}

const defaultTimeoutSeconds = requestDeadlines.providerAnswerMs / 1_000;
/** Time for which kept keys are used before they are fetched again, so that a withdrawn key is soon no longer trusted. */
const keyMaxAgeSeconds = 60;
/** Least time between two fetches of keys for key ids that are not known. */
const keyCooldownSeconds = 1;
/** Lifetime of an access token if the provider does not state it (RFC 6749 section 5.1 recommends that it does). */
const unstatedAccessSeconds = 60;

/**
 * Finds the provider's addresses in its metadata (OpenID Connect Discovery 1.0 section 4).
 *
 * Nothing is asked of the provider before it is needed, so that a gateway starts while it is down.
 */
export function createProviderClient(options: ProviderOptions): ProviderClient {
  const timeoutSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds;
  let discovered: Promise<Discovered> | undefined;

  function discover(): Promise<Discovered> {
    discovered ??= discoverProvider(options, timeoutSeconds).catch((cause: unknown) => {
      discovered = undefined;
      throw providerUnreachable(cause);
    });
    return discovered;
  }

  return {
    async startLogin(redirectUri, uiLocales) {
      const { configuration } = await discover();
      const login = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(configuration, {
        ...options.authorizationParameters,
        ...(uiLocales === undefined ? {} : { ui_locales: uiLocales }),
        redirect_uri: redirectUri,
        scope: options.scope,
        state: login.state,
        nonce: login.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(login.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { ...login, url };
    },
    async finishLogin(answer, login) {
      const { configuration, idTokenKeys } = await discover();
      return orRefused(isRefusedLogin, async () => {
        const grant = await client.authorizationCodeGrant(configuration, answer, {
          expectedState: login.state,
          expectedNonce: login.nonce,
          pkceCodeVerifier: login.codeVerifier,
        });
        await verifyIdToken(grant, idTokenKeys);
        return grant;
      });
    },
    async refresh(refreshToken) {
      const { configuration, idTokenKeys } = await discover();
      return orRefused(isRefusedGrant, async () => {
        const grant = await client.refreshTokenGrant(configuration, refreshToken);
        await verifyIdToken(grant, idTokenKeys);
        return grant;
      });
    },
    async endSession({ idToken, returnTo }) {
      const { configuration } = await discover();
      const endpoint = configuration.serverMetadata().end_session_endpoint;
      if (endpoint === undefined) return undefined;
      const form = { client_id: options.clientId, post_logout_redirect_uri: returnTo };
      if (idToken !== undefined) {
        const hinted = { ...form, id_token_hint: idToken };
        const limit = AbortSignal.timeout(timeoutSeconds * 1_000);
        const location = await requestLogout(toReachableUrl(endpoint, options), hinted, limit);
        if (location === returnTo) return undefined;
      }
      return client.buildEndSessionUrl(configuration, form).href;
    },
    keys: async () => (await discover()).keys,
  };
}

/**
 * Asks the provider to end a session. It must take that by POST and by GET (RP-Initiated Logout 1.0 section 2); one that
 * knows no POST there is asked by GET.
 *
 * @returns where the provider then sends the browser: to the address asked for if the session has ended
 */
async function requestLogout(
  url: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | null> {
  const parameters = new URLSearchParams(form);
  try {
    const posted = await fetch(url, { method: 'POST', body: parameters, redirect: 'manual', signal });
    await posted.body?.cancel();
    if (posted.status !== 404 && posted.status !== 405) return posted.headers.get('location');
    const got = await fetch(`${url}?${parameters}`, { redirect: 'manual', signal });
    await got.body?.cancel();
    return got.headers.get('location');
  } catch (cause) {
    throw providerUnreachable(cause);
  }
}

async function discoverProvider(options: ProviderOptions, timeoutSeconds: number): Promise<Discovered> {
  const issuer = new URL(options.issuer);
  const configuration = await client.discovery(
    issuer,
    options.clientId,
    undefined,
    options.clientSecret === undefined ? client.None() : client.ClientSecretBasic(options.clientSecret),
    {
      timeout: timeoutSeconds,
      [client.customFetch]: (url, init) => fetch(toReachableUrl(url, options), init as RequestInit),
      execute: [...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [])],
    },
  );
  const { jwks_uri: jwksUri } = configuration.serverMetadata();
  if (jwksUri === undefined) throw new TypeError('The metadata of the identity provider has no jwks_uri.');
  const keysUrl = new URL(toReachableUrl(jwksUri, options));
  const times = { timeoutDuration: timeoutSeconds * 1000, cacheMaxAge: keyMaxAgeSeconds * 1000 };
  return {
    configuration,
    keys: createRemoteJWKSet(keysUrl, { ...times, cooldownDuration: keyCooldownSeconds * 1000 }),
    // Only the provider itself sends ID tokens here, so nobody else can make this fetch.
    idTokenKeys: createRemoteJWKSet(keysUrl, { ...times, cooldownDuration: 0 }),
  };
}

type Grant = Awaited<ReturnType<typeof client.refreshTokenGrant>>;

/**
 * Verifies the signature of an ID token in addition to its claims, which openid-client
 * judges. openid-client's own check of signatures looks for an unknown key only a minute after it last fetched keys, so that a
 * provider that has just rotated them would be refused, and the refresh token that was spent would be lost.
 */
async function verifyIdToken(grant: Grant, keys: Discovered['idTokenKeys']): Promise<void> {
  if (grant.id_token !== undefined) await compactVerify(grant.id_token, keys);
}

async function orRefused(
  isRefused: (error: unknown) => boolean,
  grant: () => Promise<Grant>,
): Promise<ProviderTokens | undefined> {
  try {
    return toTokens(await grant());
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw providerUnreachable(error);
  }
}

function toTokens(grant: Grant): ProviderTokens {
  const sid = grant.claims()?.sid;
  return {
    accessToken: grant.access_token,
    accessSeconds: grant.expiresIn() ?? unstatedAccessSeconds,
    refreshToken: grant.refresh_token,
    idToken: grant.id_token,
    providerSessionId: typeof sid === 'string' ? sid : undefined,
  };
}

/**
 * RFC 6749 section 5.2: the token is invalid, expired, revoked or was used before, or this client is not one, or no longer
 * one that may ask. Any other error says nothing about the token.
 */
const refusalCodes = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client']);

function isRefusedGrant(error: unknown): boolean {
  if (isForgedToken(error)) return true;
  return error instanceof client.ResponseBodyError && refusalCodes.has(error.error);
}

/** The signature of an ID token does not hold, or the provider does not publish its key. */
function isForgedToken(error: unknown): boolean {
  return error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey;
}

/** The person or the provider said no, or the answer fails one of the checks (state, nonce, issuer, signature). */
function isRefusedLogin(error: unknown): boolean {
  if (isForgedToken(error)) return true;
  if (error instanceof client.ResponseBodyError) return error.status < 500;
  if (error instanceof client.AuthorizationResponseError) return true;
  return error instanceof client.ClientError && error.code !== 'OAUTH_TIMEOUT' && !isBrokenAnswer(error);
}

function isBrokenAnswer(error: client.ClientError): boolean {
  return error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || error.code === 'OAUTH_RESPONSE_IS_NOT_JSON';
}
