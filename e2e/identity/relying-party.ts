import * as client from 'openid-client';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { type Browser, expectLeft, expectPage, type Visit } from './browser.ts';
import { openTarget, type Target } from './target.ts';

/** The password of every development user. */
const password = 'Facturation-2026';

const insecure = { execute: [client.allowInsecureRequests], timeout: 20 };

export function discoverWeb({ issuer }: Target): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), 'facturation-web', undefined, client.None(), insecure);
}

export function discoverService(
  target: Target,
  secret = target.serviceSecret,
): Promise<client.Configuration> {
  return client.discovery(
    new URL(target.issuer),
    'facturation-service',
    undefined,
    client.ClientSecretPost(secret),
    insecure,
  );
}

/**
 * An API that trusts the provider.
 *
 * @param scopes the way in which it reads scopes; by default from the claim `scope` alone
 */
export function createApiVerifier(
  { issuer }: Pick<Target, 'issuer'>,
  scopes: Pick<TrustedIssuer, 'scopeClaims' | 'defaultScopes'> = {},
): TokenVerifier {
  return createTokenVerifier({
    issuers: [{ issuer, audiences: ['facturation-api'], algorithms: ['RS256'], ...scopes }],
  });
}

/** A provider, an application that signs people in there, and an API that trusts its tokens. */
export interface RelyingParty extends AsyncDisposable {
  readonly target: Target;
  readonly web: client.Configuration;
  readonly verifier: TokenVerifier;
}

export async function openRelyingParty(options?: Parameters<typeof openTarget>[0]): Promise<RelyingParty> {
  await using opened = new AsyncDisposableStack();
  const target = opened.use(await openTarget(options));
  const verifier = createApiVerifier(target);
  opened.defer(() => verifier.close());
  const web = await discoverWeb(target);
  const all = opened.move();
  return { target, web, verifier, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

export function grantPassword(web: client.Configuration, username: string, secret = password) {
  return client.genericGrantRequest(web, 'password', { username, password: secret, scope: 'openid' });
}

/** A request to sign in, and what it takes to turn the answer into tokens. */
export interface SignInRequest {
  readonly url: URL;
  redeem(callback: URL): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers>;
}

export async function requestSignIn(web: client.Configuration, target: Target): Promise<SignInRequest> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(web, {
    redirect_uri: target.redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return {
    url,
    redeem: (callback) =>
      client.authorizationCodeGrant(web, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      }),
  };
}

/** Opens the sign-in page and fills in its form. */
export async function fillSignIn(
  browser: Browser,
  url: URL,
  username: string,
  secret = password,
): Promise<Visit> {
  const page = expectPage(await browser.open(url));
  return browser.submit(page, { username, password: secret });
}

/** Signs in by the page, up to the tokens. */
export async function signIn(web: client.Configuration, target: Target, browser: Browser, username: string) {
  const request = await requestSignIn(web, target);
  return request.redeem(expectLeft(await fillSignIn(browser, request.url, username)));
}
