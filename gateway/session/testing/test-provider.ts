import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import type { SignInProvider } from './test-gateway.ts';

/** A person who signs in at once, with no page to fill in. */
interface TestPerson {
  readonly subject: string;
  readonly username: string;
  readonly roles: readonly string[];
}

/** A local provider with the code flow, PKCE, and refresh tokens that are good for one use. */
export interface TestProvider extends SignInProvider, AsyncDisposable {
  readonly issuer: TestIssuer;
  /** Who signs in next. */
  person: TestPerson;
  /** The seconds for which access tokens are valid. */
  accessSeconds: number;
  /** True if a refresh token comes with the tokens. */
  givesRefreshToken: boolean;
  /** True if the next sign-in is refused. */
  /** True if it shows a page before it ends a session. */
  asksBeforeLogout: boolean;
  /** The forms by which gateways asked it to end sessions. */
  readonly logouts: URLSearchParams[];
  refusesLogin: boolean;
  /** The nonce that replaces the one asked for. */
  nonce: string | undefined;
  /** The status of the token endpoint; other than 200, it fails without looking. */
  tokenStatus: number;
  /** The error that goes with a status other than 200. */
  tokenError: string | undefined;
  /** Awaited before a token is answered, so that a test can act before that. */
  beforeToken: () => Promise<unknown>;
  /** The number of refresh tokens that were traded. */
  readonly refreshes: number;
  /** True if a refresh token was used twice, which a provider takes for theft. */
  readonly sawReuse: boolean;
  /** Lets no refresh token be used any more. */
  revokeAll(): void;
  /** Withdraws the key of all tokens so far. */
  rotateKeys(): Promise<void>;
  signLogoutToken(claims: Readonly<Record<string, unknown>>, typ?: string): Promise<string>;
}

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly person: TestPerson;
}

interface Family {
  readonly sid: string;
  readonly person: TestPerson;
  current: string;
  isRevoked: boolean;
}

export const backchannelEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** Starts the provider on 127.0.0.1 at a free port. */
export async function createTestProvider(): Promise<TestProvider> {
  const clientId = 'test-web';
  const issuer = await createTestIssuer({ algorithm: 'RS256' });
  const codes = new Map<string, Code>();
  const families = new Map<string, Family>();
  let refreshes = 0;
  let sawReuse = false;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer.setMetadata({
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    end_session_endpoint: `${origin}/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  });

  const provider: TestProvider = {
    issuer,
    terms: issuer.trusted(),
    clientId,
    person: { subject: 'person-1', username: 'ada', roles: ['READER', 'WRITER'] },
    accessSeconds: 300,
    givesRefreshToken: true,
    refusesLogin: false,
    asksBeforeLogout: false,
    logouts: [],
    nonce: undefined,
    tokenStatus: 200,
    tokenError: undefined,
    beforeToken: async () => {},
    get refreshes() {
      return refreshes;
    },
    get sawReuse() {
      return sawReuse;
    },
    rotateKeys: () => issuer.rotateKeys(),
    revokeAll() {
      for (const family of families.values()) family.isRevoked = true;
    },
    signLogoutToken: (claims, typ = 'logout+jwt') =>
      issuer.sign({
        typ,
        audience: clientId,
        claims: {
          typ: 'Logout',
          azp: undefined,
          scope: undefined,
          realm_access: undefined,
          events: { [backchannelEvent]: {} },
          ...claims,
        },
      }),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await issuer.close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/authorize') {
      response.writeHead(302, { location: authorize(url.searchParams).href }).end();
    } else if (url.pathname === '/logout') {
      provider.logouts.push(new URLSearchParams(await text(request)));
      if (provider.asksBeforeLogout) response.writeHead(200).end('Sign out?');
      else
        response
          .writeHead(302, { location: provider.logouts.at(-1)?.get('post_logout_redirect_uri') ?? '/' })
          .end();
    } else if (url.pathname === '/token') {
      const form = new URLSearchParams(await text(request));
      await provider.beforeToken();
      const [status, body] =
        provider.tokenStatus === 200
          ? await grant(form)
          : [provider.tokenStatus, { error: provider.tokenError }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      response.writeHead(404).end();
    }
  }

  function authorize(query: URLSearchParams): URL {
    const redirectUri = query.get('redirect_uri') ?? '';
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', issuer.issuer);
    if (provider.refusesLogin || query.get('code_challenge_method') !== 'S256') {
      back.searchParams.set('error', 'access_denied');
      return back;
    }
    const code = randomUUID();
    const challenge = query.get('code_challenge') ?? '';
    codes.set(code, { challenge, redirectUri, nonce: query.get('nonce') ?? '', person: provider.person });
    back.searchParams.set('code', code);
    return back;
  }

  async function grant(form: URLSearchParams): Promise<[number, object]> {
    if (form.get('grant_type') === 'refresh_token') return refresh(form.get('refresh_token') ?? '');
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri')) return invalidGrant;
    const family = { sid: randomUUID(), person: code.person, current: '', isRevoked: false };
    return [200, await issue(family, provider.nonce ?? code.nonce)];
  }

  async function refresh(token: string): Promise<[number, object]> {
    const family = families.get(token);
    if (family === undefined) return invalidGrant;
    if (family.current !== token) {
      sawReuse = true;
      family.isRevoked = true;
    }
    if (family.isRevoked) return invalidGrant;
    refreshes += 1;
    return [200, await issue(family)];
  }

  async function issue(family: Family, nonce?: string): Promise<object> {
    const { subject, username, roles } = family.person;
    const expiresIn = provider.accessSeconds;
    const common = { subject, username, sessionId: family.sid, clientId, expiresIn };
    family.current = randomUUID();
    families.set(family.current, family);
    return {
      token_type: 'Bearer',
      expires_in: expiresIn,
      access_token: await issuer.sign({ ...common, roles }),
      ...(provider.givesRefreshToken ? { refresh_token: family.current } : {}),
      id_token: await issuer.sign({
        ...common,
        typ: 'JWT',
        audience: clientId,
        claims: { typ: 'ID', nonce },
      }),
    };
  }

  return provider;
}

const invalidGrant: [number, object] = [400, { error: 'invalid_grant' }];
