import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '#platform/configuration/environment.ts';
import { createLog } from '#platform/log/log.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import type { Owner } from '#platform/process/owner.ts';
import { createTestIssuer, type TestClient, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { openTracing } from '#platform/tracing/open-tracing.ts';
import { tracingSchema } from '#platform/tracing/tracing-fields.ts';
import type { GatewayAudit } from '../audit/gateway-audit.ts';
import { parseGatewayConfiguration } from '../configuration.ts';
import { startGateway } from '../gateway.ts';
import type { CreateCheck } from '../operation/admission-check.ts';
import type { SignIn } from '../session/prepare-sign-in.ts';
import { compose } from './compose.ts';
import { type Library, startLibrary } from './library.ts';

/** A GraphQL answer with what HTTP said of it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
    readonly extensions?: Record<string, unknown>;
  };
}

export interface TestGateway {
  readonly url: string;
  readonly library: Library;
  readonly issuer: TestIssuer;
  /** The log, one JSON line each. */
  readonly logLines: string[];
  /** Asks as a caller with these roles and scopes; anonymous without. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** Puts another supergraph in the file's place, as a deployment does. */
  replaceSupergraph(sdl: string): Promise<void>;
  /** Ends the gateway alone. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

interface AskOptions {
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
}

/** A production process trusts only issuers that are reached by https. */
const secureIssuer = 'https://id.example/realms/test';

/** The sign-in of a gateway under test, and the issuer of its tokens. */
interface TestSignIn extends SignIn {
  readonly issuer: TestIssuer;
}

/** The parts that a test adds to a gateway. */
export interface TestParts {
  readonly signIn?: TestSignIn;
  readonly audit?: GatewayAudit;
  /** Come before the gateway's own. */
  readonly checks?: readonly CreateCheck[];
  /** Clients with a service account, which a test may add and take away. */
  readonly clients?: Readonly<Record<string, TestClient>>;
}

/** Starts a whole gateway over the library, on free ports of 127.0.0.1. */
export async function startTestGateway(
  environment: Environment = {},
  { signIn, audit, checks = [], clients = {} }: TestParts = {},
): Promise<TestGateway> {
  const [library, issuer, folder] = await Promise.all([
    startLibrary(),
    signIn?.issuer ??
      createTestIssuer({ clients, ...(environment['NODE_ENV'] === 'production' && { name: secureIssuer }) }),
    mkdtemp(join(tmpdir(), 'gateway-')),
  ]);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, compose([library.books, library.people]));
  const logLines: string[] = [];
  const log = createLog({
    name: 'gateway',
    level: 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  const close = async () => {
    await stop();
    await Promise.all([library.close(), issuer.close(), rm(folder, { recursive: true })]);
  };
  const start = async () => {
    const configuration = parseGatewayConfiguration({
      GATEWAY_PORT: '0',
      SUPERGRAPH_FILE: supergraphFile,
      DATA_DIR: join(folder, 'data'),
      OIDC_ISSUER: issuer.issuer,
      OIDC_INTERNAL_URL: issuer.address,
      OIDC_AUDIENCE: 'facturation-api',
      PLAYGROUND: 'false',
      HEALTH_ROLES: 'ADMIN',
      INTROSPECTION_ROLES: 'ADMIN',
      NODE_ENV: 'test',
      ...environment,
    });
    const metrics = createMetrics();
    const owner: Pick<Owner, 'own'> = { own: (_label, close) => void closers.push(close) };
    return startGateway({
      log,
      metrics,
      tracing: await openTracing(tracingSchema.parse(environment), {
        name: 'gateway',
        log,
        registry: metrics.registry,
        owner,
      }),
      signIn,
      audit,
      owner,
      configuration: { ...configuration, checks: [...checks, ...configuration.checks] },
    });
  };
  const address = await start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const url = `${address}/graphql`;
  return {
    url,
    library,
    issuer,
    logLines,
    async ask(query, { roles, scopes, headers, ...rest } = {}) {
      const token =
        roles || scopes ? await issuer.sign({ roles: roles ?? [], scopes: scopes ?? [] }) : undefined;
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, ...rest }),
      });
      const body = (await response.json()) as Answer['body'];
      return { status: response.status, headers: response.headers, body };
    },
    async replaceSupergraph(sdl) {
      await writeFile(`${supergraphFile}.next`, sdl);
      await rename(`${supergraphFile}.next`, supergraphFile);
    },
    stop,
    close,
  };
}
