import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { operatorAuthor } from '../author.ts';
import type { GraphRef } from '../graphs/graph-ref.ts';
import { publishSubgraphs } from '../graphs/publish-subgraphs.ts';
import { addRegistrySubgraph } from '../subgraph/subgraph-route.ts';
import { createTestRegistry, type TestRegistry } from './test-registry.ts';

/** A registry that people reach with access tokens. */
export interface RegistrySubgraph {
  readonly registry: TestRegistry;
  /** A client whose token has these roles, its subject named after the first one. */
  as(...roles: readonly string[]): Promise<GraphqlClient>;
  readonly anonymous: GraphqlClient;
  /** Publishes a subgraph of a variant, as an operator does. */
  publish(ref: GraphRef, subgraph: string, sdl: string, url?: string): Promise<void>;
  /** The statements that were sent while `run` ran. */
  statementsDuring(run: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a registry with its subgraph on a free port of loopback. */
export async function startRegistrySubgraph(): Promise<RegistrySubgraph> {
  let onStatement = (_text: string) => {};
  const registry = await createTestRegistry({ onStatement: (text) => onStatement(text) });
  const issuer = await createTestIssuer();
  const verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  const metrics = createMetrics();
  const server = await createHttpServer({ log: registry.log, metrics });
  const stopping = new AbortController();
  await addRegistrySubgraph(server, registry, { verifier, metrics, isProduction: false }, stopping.signal);
  const url = `${await listen(server, { host: '127.0.0.1', port: 0 })}/graphql`;
  return {
    registry,
    anonymous: createGraphqlClient(url, undefined),
    as: async (...roles) =>
      createGraphqlClient(url, await issuer.sign({ roles, subject: roles[0] ?? 'nobody' })),
    publish: async (ref, subgraph, sdl, address = `http://${subgraph}.example`) => {
      const parts = [{ subgraph, sdl, url: address }];
      const request = { ref, parts, git: null, author: operatorAuthor };
      await publishSubgraphs(registry.launcher, request, AbortSignal.timeout(60_000));
    },
    statementsDuring: async (run) => {
      const statements: string[] = [];
      onStatement = (text) => statements.push(text);
      await run();
      onStatement = () => {};
      return statements;
    },
    close: async () => {
      stopping.abort();
      await server.close();
      verifier.close();
      await issuer.close();
      await registry.close();
    },
  };
}
