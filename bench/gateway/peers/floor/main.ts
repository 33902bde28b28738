import { createServer } from 'node:http';
import { readText } from '../../read-text.ts';
import { readPorts } from '../../subgraphs/ports.ts';
import type { SubgraphName } from '../../subgraphs/schema.ts';
import { type Ask, answerDeep } from './deep.ts';
import { createSubgraphClient } from './subgraph-client.ts';

/**
 * The most that Node itself allows: no GraphQL is parsed. The deep query is answered by hand, and any other body goes as it is to
 * the subgraph of customers. With `FLOOR_SHARES`, equal requests in flight are answered once.
 */
const ports = readPorts(process.env);
const clients: Readonly<Record<SubgraphName, ReturnType<typeof createSubgraphClient>>> = {
  accounts: createSubgraphClient(ports.accounts),
  products: createSubgraphClient(ports.products),
  inventory: createSubgraphClient(ports.inventory),
  reviews: createSubgraphClient(ports.reviews),
};
const isSharing = process.env['FLOOR_SHARES'] === 'true';
const inFlight = new Map<string, Promise<Buffer>>();

const server = createServer(async (request, response) => {
  const body = await readText(request);
  const { authorization } = request.headers;
  const bytes = await (isSharing ? share(body, authorization) : answer(body, authorization));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
});
server.listen(Number(process.env['PORT']), '127.0.0.1');

function share(body: string, authorization: string | undefined): Promise<Buffer> {
  const key = `${authorization}\n${body}`;
  const shared = inFlight.get(key);
  if (shared !== undefined) return shared;
  const answering = answer(body, authorization).finally(() => inFlight.delete(key));
  inFlight.set(key, answering);
  return answering;
}

async function answer(body: string, authorization: string | undefined): Promise<Buffer> {
  if (!body.includes('query Deep')) return clients.accounts.send(body, authorization);
  const ask: Ask = async (subgraph, query, representations) => {
    const text = JSON.stringify(
      representations === undefined ? { query } : { query, variables: { representations } },
    );
    return JSON.parse((await clients[subgraph].send(text, authorization)).toString()).data;
  };
  return Buffer.from(await answerDeep(ask));
}
