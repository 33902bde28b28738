import type { FastifyInstance } from 'fastify';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/run-process.ts';
import type { IssuerAddress } from '#platform/tokens/issuer-address.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { GatewayConfiguration } from './configuration.ts';
import { createStockExecutor } from './executor/stock-executor.ts';
import { createApolloServer } from './http/apollo-server.ts';
import { bearerCredentials } from './http/authenticate.ts';
import { type Credentials, firstOf } from './http/credentials.ts';
import { createProviderCheck, createSubgraphCheck } from './http/readiness.ts';
import { registerGraphQL } from './http/register-graphql.ts';
import { createSupergraphGateway } from './http/supergraph-gateway.ts';
import { createGraph } from './operation/graph.ts';
import { type GraphHolder, openGraphHolder } from './operation/graph-holder.ts';
import { registerPlayground } from './playground/server/register-playground.ts';
import { csrfHeader } from './session/csrf.ts';
import { createFileSupergraphSource } from './supergraph/file-supergraph-source.ts';
import { toEnvironmentName } from './supergraph/supergraph.ts';
import { createSubgraphConnections, createUndiciTransport } from './transport/undici-transport.ts';

/** What signing in brings to a gateway. */
export interface SignIn {
  /** Puts its routes on the server and gives back the credentials by session. */
  readonly register: (app: FastifyInstance, verifier: TokenVerifier) => Promise<Credentials>;
  /** What it needs to work. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
}

export interface GatewayParts {
  readonly configuration: GatewayConfiguration;
  readonly log: Log;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
  /** Signs people in on the server; without it only bearer tokens count. */
  readonly signIn?: SignIn | undefined;
}

/**
 * Builds a gateway from its configuration and starts to listen.
 *
 * @returns the address it listens on.
 */
export async function startGateway(parts: GatewayParts): Promise<string> {
  const { configuration, log, owner, signIn } = parts;
  const graphs = await openGraphs(parts);
  owner.own('supergraph', () => graphs.close());

  const verifier = createTokenVerifier({ issuers: configuration.issuers });
  owner.own('token verifier', () => verifier.close());

  const { introspection } = configuration;
  const apollo = createApolloServer({
    gateway: createSupergraphGateway({
      graphs,
      log,
      authorization: configuration.authorization,
      exposeSubgraphErrors: configuration.exposeSubgraphErrors,
      mayIntrospect: (principal) =>
        introspection === 'open' || introspection.roles.some((role) => principal?.roles.has(role) === true),
    }),
    log,
    hideSchemaDetails: introspection !== 'open',
    maxTokens: configuration.limits.maxTokens,
  });
  await apollo.start();
  owner.own('Apollo Server', () => apollo.stop());

  const app = await createHttpServer({
    log,
    bodyLimitBytes: configuration.bodyLimitBytes,
    isSecure: configuration.sessionVariables.GATEWAY_PUBLIC_URL?.startsWith('https:') === true,
    readiness: followReadiness(graphs, configuration.issuers[0], signIn?.readiness),
  });
  owner.own('HTTP server', () => app.close());
  const sessions = await signIn?.register(app, verifier);
  await registerGraphQL(app, {
    apollo,
    verifier,
    credentials: sessions ? firstOf(bearerCredentials, sessions) : bearerCredentials,
    limits: configuration.limits,
    corsOrigins: configuration.corsOrigins,
    corsHeaders: sessions ? [csrfHeader] : [],
    operationTimeoutMs: configuration.operationTimeoutMs,
  });
  if (configuration.playground) {
    await registerPlayground(app, {
      configuration: { ...configuration.playground, endpoint: '/graphql', signsIn: sessions !== undefined },
    });
  }
  return listen(app, configuration);
}

async function openGraphs({ configuration, log, owner }: GatewayParts): Promise<GraphHolder> {
  const { transport, subgraphUrls, supergraphFile } = configuration;
  const dispatcher = createSubgraphConnections(transport);
  owner.own('connections to subgraphs', () => dispatcher.close());
  const graphs = await openGraphHolder({
    source: createFileSupergraphSource({ path: supergraphFile, log }),
    log,
    build: (sdl) =>
      createGraph(sdl, {
        subgraphUrls,
        authorization: configuration.authorization,
        maxPlans: configuration.maxPlans,
        createExecutor: (supergraph) =>
          createStockExecutor({
            supergraph,
            log,
            transport: createUndiciTransport({ dispatcher, urls: supergraph.subgraphUrls }),
          }),
      }),
  });
  const names = new Set([...graphs.current.supergraph.subgraphUrls.keys()].map(toEnvironmentName));
  const unused = Object.keys(subgraphUrls).filter((name) => !names.has(name));
  if (unused.length > 0)
    log.warn({ unused }, 'addresses are configured for subgraphs that the supergraph has not');
  return graphs;
}

/** What a gateway needs to answer: each subgraph of the supergraph in use, the provider's keys, and what sign-in needs. */
function followReadiness(
  graphs: GraphHolder,
  issuer: IssuerAddress,
  more: Readonly<Record<string, ReadinessCheck>> = {},
): Readonly<Record<string, ReadinessCheck>> {
  const checks: Record<string, ReadinessCheck> = {};
  graphs.subscribe(({ supergraph }) => {
    for (const name of Object.keys(checks)) delete checks[name];
    Object.assign(checks, more, { 'identity provider': createProviderCheck(issuer) });
    for (const [name, url] of supergraph.subgraphUrls) checks[`subgraph ${name}`] = createSubgraphCheck(url);
  });
  return checks;
}
