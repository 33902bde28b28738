import { buildSubgraphSchema } from '@apollo/subgraph';
import fastify, { type FastifyRequest } from 'fastify';
import { graphql, parse } from 'graphql';
import { listen } from '#platform/http/http-server.ts';
import { type SubscriptionEndpoint, serveSubscriptions } from './subscription-endpoint.ts';

/** A request as a subgraph saw it. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: FastifyRequest['headers'];
}

export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: string;
  /** All GraphQL requests, the oldest first. */
  readonly seen: SeenRequest[];
  /** Its endpoint for subscriptions; nobody asks it if its SDL has none. */
  readonly subscriptions: SubscriptionEndpoint;
  /** Replaces the answer of the next requests: a body, a status, or nothing to answer as usual again. */
  answerWith(answer: { status?: number; type?: string; body: string } | undefined): void;
  close(): Promise<void>;
}

/** Starts a real federated subgraph on a free port of 127.0.0.1. */
export async function startTestSubgraph(options: {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: object;
}): Promise<TestSubgraph> {
  const { name, typeDefs } = options;
  const modules = [{ typeDefs: parse(typeDefs), resolvers: options.resolvers }];
  const schema = buildSubgraphSchema(modules as Parameters<typeof buildSubgraphSchema>[0]);
  const seen: SeenRequest[] = [];
  let answer: Parameters<TestSubgraph['answerWith']>[0];

  const app = fastify();
  app.post<{ Body: { query: string; variables?: Record<string, unknown>; operationName?: string } }>(
    '/graphql',
    async ({ body, headers }, reply) => {
      const { query, variables = {}, operationName } = body;
      seen.push({ query, variables, headers });
      if (answer)
        return reply
          .code(answer.status ?? 200)
          .type(answer.type ?? 'application/json')
          .send(answer.body);
      return graphql({
        schema,
        source: query,
        variableValues: variables,
        operationName,
        contextValue: { headers },
      });
    },
  );
  const subscriptions = serveSubscriptions(app.server, schema);
  const url = `${await listen(app, { host: '127.0.0.1', port: 0 })}/graphql`;
  return {
    name,
    url,
    typeDefs,
    seen,
    answerWith(next) {
      answer = next;
    },
    subscriptions,
    async close() {
      await subscriptions.close();
      await app.close();
    },
  };
}
