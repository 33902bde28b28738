import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

/** A small GraphQL server that answers `_entities` for one type, like the customer and the product service. */
export interface TestDirectory<Entity extends object> {
  readonly url: string;
  /** Its entities by id; tests change them. */
  readonly entities: Map<string, Entity>;
  /** Each request: the number of representations and the `Authorization` header. */
  readonly requests: { readonly count: number; readonly authorization: string | undefined }[];
  /** Its behaviour from now on: right answers, no answer, HTTP 503, or an error in place of data. */
  behave(as: 'well' | 'silent' | 'broken' | 'refusing'): void;
  close(): Promise<void>;
}

/** Starts a directory at a free port of 127.0.0.1. `sdl` defines the type with the key `id`. */
export async function startTestDirectory<Entity extends object>(
  typename: string,
  sdl: string,
): Promise<TestDirectory<Entity>> {
  const entities = new Map<string, Entity>();
  const requests: TestDirectory<Entity>['requests'] = [];
  let behaviour: Parameters<TestDirectory<Entity>['behave']>[0] = 'well';
  const typeDefs = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
    type Query { ping: String }
    ${sdl}`);
  const __resolveReference = ({ id }: { id: string }) => {
    if (behaviour === 'refusing') throw new Error('not allowed');
    const entity = entities.get(id);
    return entity === undefined ? null : { id, ...entity };
  };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { [typename]: { __resolveReference } } }]);

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    requests.push({ count: variables.of.length, authorization: request.headers.authorization });
    if (behaviour === 'silent') return;
    if (behaviour === 'broken') {
      response.writeHead(503).end('out of order');
      return;
    }
    const answer = await graphql({ schema, source: query, variableValues: variables });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    entities,
    requests,
    behave: (as) => {
      behaviour = as;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
