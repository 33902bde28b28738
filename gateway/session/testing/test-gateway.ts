import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createHttpServer } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTokenVerifier, type TrustedIssuer } from '#platform/tokens/token-verifier.ts';
import { registerSessions } from '../register-sessions.ts';
import type { AuditSession } from '../session-audit.ts';
import type { SessionConfiguration } from '../session-configuration.ts';
import type { SessionCredentials } from '../session-credentials.ts';

/** One gateway process, as far as sessions go. Its `/whoami` and `/files` answer the access token a request carries. */
export interface TestGateway extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** Follows sessions for connections that stay open. */
  readonly credentials: SessionCredentials;
}

/** The provider that people sign in at. */
export interface SignInProvider {
  /** On which terms its access tokens are trusted. */
  readonly terms: TrustedIssuer;
  readonly clientId: string;
}

/** The configuration of sessions in tests. */
export function toTestSession(
  databaseUrl: string,
  provider: SignInProvider,
  overrides: Partial<SessionConfiguration> = {},
): SessionConfiguration {
  return {
    issuer: provider.terms.issuer,
    algorithms: provider.terms.algorithms,
    clientId: provider.clientId,
    clientSecret: undefined,
    scope: 'openid profile',
    authorizationParameters: {},
    publicUrl: 'http://localhost:4000',
    accountUrl: 'https://id.example/account',
    homePath: '/playground/',
    secrets: ['a secret of a test, long enough to pass'],
    idleSeconds: 1_800,
    absoluteSeconds: 36_000,
    watchMs: 100,
    databaseUrl,
    dataFolder: '.data',
    ...overrides,
  };
}

export async function createTestGateway(
  databaseUrl: string,
  provider: SignInProvider,
  overrides: Partial<SessionConfiguration> = {},
  audit?: AuditSession,
): Promise<TestGateway> {
  const log = createLog({ name: 'gateway', level: 'silent' });
  const app = await createHttpServer({ log });
  const database = connectDatabase({ url: databaseUrl, name: 'gateway', maxConnections: 4 });
  const verifier = createTokenVerifier({ issuers: [provider.terms], keyMaxAgeMs: 100, keyCooldownMs: 0 });
  const configuration = toTestSession(databaseUrl, provider, overrides);
  const credentials = await registerSessions(app, { configuration, database, verifier, log, audit });
  app.get('/whoami', async (request) => ({ token: (await credentials.tokenFor(request)) ?? null }));
  app.all('/files', async (request) => ({ token: (await credentials.ofFiles.tokenFor(request)) ?? null }));
  await app.ready();
  return {
    app,
    database,
    credentials,
    async [Symbol.asyncDispose]() {
      await app.close();
      verifier.close();
      await database.close();
    },
  };
}

/** The part of a gateway that a browser talks to. */
type Site = Pick<TestGateway, 'app'>;

/** A browser with cookies and nothing else. It may talk to several gateways of one address. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  /** Sends a request as a page of the gateway's origin would; `csrf: false` leaves the header out. */
  async send({ app }: Site, request: InjectOptions & { csrf?: boolean }): Promise<LightMyRequestResponse> {
    const { csrf = true, ...rest } = request;
    const response = await app.inject({
      ...rest,
      headers: {
        ...(csrf ? { 'x-csrf': '1' } : {}),
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader } : {}),
        ...rest.headers,
      },
    });
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Follows the browser's way to the provider. @returns the path at the gateway to which the provider sends it. */
  async leaveForProvider(gateway: Site, query = ''): Promise<string> {
    const left = await this.send(gateway, { url: `/auth/login${query}`, csrf: false });
    const answered = await fetch(left.headers.location as string, { redirect: 'manual' });
    const back = new URL(answered.headers.get('location') ?? '');
    return `${back.pathname}${back.search}`;
  }

  /** Signs in from beginning to end, the answer at another gateway if one is given. */
  async signIn(gateway: Site, answeredBy = gateway): Promise<LightMyRequestResponse> {
    return this.send(answeredBy, { url: await this.leaveForProvider(gateway), csrf: false });
  }

  async whoAmI(gateway: Site): Promise<LightMyRequestResponse> {
    return this.send(gateway, { url: '/whoami' });
  }

  /** The `Cookie` header that it sends. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
