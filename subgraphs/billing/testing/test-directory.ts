import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

/** A small GraphQL server that speaks `_entities` for one type, as the customer and the product service do. */
export interface TestDirectory<Entity extends object> {
  readonly url: string;
  /** What it knows, by id; tests change it. */
  readonly entities: Map<string, Entity>;
  /** Each request: how many representations, and the `Authorization` header it came with. */
  readonly requests: { readonly count: number; readonly authorization: string | undefined }[];
  /** How it answers from now on: as it should, not at all, with HTTP 503, or with an error in place of data. */
  behave(as: 'well' | 'silent' | 'broken' | 'refusing'): void;
  close(): Promise<void>;
}

/** Starts one on 127.0.0.1 at a free port. `sdl` defines the type, its key being `id`. */
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
