import { once } from 'node:events';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { readText } from '../read-text.ts';
import { resolversOf } from './resolvers.ts';
import { type SubgraphName, toSchemas } from './schema.ts';

/** The work that gateways have given to the subgraphs so far. */
export interface SubgraphCounts {
  requests: number;
  representations: number;
  /** Requests that came with the header `authorization`. */
  authorized: number;
}

interface Answer {
  readonly bytes: Buffer;
  readonly representations: number;
}

interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** More than one run has different requests to a subgraph. */
const maxAnswers = 20_000;

/** Longer than any run, so that no gateway meets a connection that is just being closed. */
const keepAliveMs = 3_600_000;

/**
 * Serves a subgraph on loopback. Its answers are made by graphql-js and kept by the text of the request, so that a
 * request that was seen before costs little more than its transport: it is the gateways that are measured.
 */
export async function serveSubgraph(name: SubgraphName, port: number, counts: SubgraphCounts): Promise<void> {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(toSchemas(false)[name]), resolvers: resolversOf[name] },
  ]);
  const answers = new LRUCache<string, Answer>({ max: maxAnswers });

  async function answer(text: string): Promise<Answer> {
    const kept = answers.get(text);
    if (kept !== undefined) return kept;
    const made = await makeAnswer(schema, text);
    answers.set(text, made);
    return made;
  }

  const server = createServer(async (request, response) => {
    if (request.url === '/counts') {
      response.end(JSON.stringify(counts));
      return;
    }
    const { bytes, representations } = await answer(await readText(request));
    counts.requests += 1;
    counts.representations += representations;
    if (request.headers.authorization !== undefined) counts.authorized += 1;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  });
  server.keepAliveTimeout = keepAliveMs;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

async function makeAnswer(schema: GraphQLSchema, text: string): Promise<Answer> {
  const { query, operationName, variables }: GraphqlRequest = JSON.parse(text);
  const result = await execute({
    schema,
    document: parse(query, { noLocation: true }),
    operationName,
    variableValues: variables,
  });
  return {
    bytes: Buffer.from(JSON.stringify(result)),
    representations: countRepresentations(variables),
  };
}

/** In all variables, as gateways name those of merged requests differently. */
function countRepresentations(variables: GraphqlRequest['variables'] = {}): number {
  return Object.values(variables)
    .filter((value) => Array.isArray(value))
    .reduce((sum, list) => sum + list.length, 0);
}
