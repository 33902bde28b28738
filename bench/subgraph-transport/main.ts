import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'undici';
import { createTestGuards } from '../../gateway/testing/test-guards.ts';
import { createChanges } from '../../gateway/upstream/changes.ts';
import { toRequestBody } from '../../gateway/upstream/request-body.ts';
import { shareRequests } from '../../gateway/upstream/shared-requests.ts';
import { createSubgraphConnections } from '../../gateway/upstream/subgraph-connections.ts';
import { createFixedRoutes } from '../../gateway/upstream/subgraph-routes.ts';
import { createUndiciTransport } from '../../gateway/upstream/undici-transport.ts';
import { describeMachine, toMarkdownTable } from '../markdown.ts';

/**
 * The processor time of one request to a subgraph, with its answer parsed: by undici's `dispatch` with the least that reads a body,
 * by the gateway's transport, also where equal requests in flight are shared, and by undici's `request`. The subgraph is another process; 50 requests are in flight.
 */
const concurrency = 50;
const rounds = 5;
const requestsPerRound = 10_000;

const subgraph = fork(new URL('answer.ts', import.meta.url), ['20'], { execPath: process.execPath });
const [port] = (await once(subgraph, 'message')) as [number];
const origin = `http://127.0.0.1:${port}`;
const connections = createSubgraphConnections({
  connectTimeoutMs: 2_000,
  maxResponseBytes: 33_554_432,
  connectionsPerOrigin: concurrency,
});
const { dispatcher } = connections.find('books', origin);

const headers = { authorization: `Bearer ${'x'.repeat(800)}` };
/** Each operation has a signal of its own: the listeners of one for all would hold each other, and their answers, in memory. */
const createCall = () => ({ headers, signal: new AbortController().signal });

const subgraphRequest = {
  subgraph: 'books',
  query: 'query ($first: Int) { books(first: $first) { id title author { id name } } }',
  variables: { first: 20 },
};
const ownHeaders = { ...headers, 'content-type': 'application/json', accept: 'application/json' };
const post = () => ({
  method: 'POST',
  headers: ownHeaders,
  body: toRequestBody(subgraphRequest),
});

const transport = createUndiciTransport({
  connections,
  routes: createFixedRoutes(new Map([['books', `${origin}/graphql`]])),
  findGuard: createTestGuards(),
});

const sharing = shareRequests(transport, createChanges(), () => {});
let asked = 0;
const createOwnRequest = () => ({ ...subgraphRequest, operationName: `Q${asked++}` });

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  'bare dispatch': () =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      dispatcher.dispatch(
        { origin, path: '/graphql', ...post() },
        {
          onRequestStart: () => {},
          onResponseStart: () => {},
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve(JSON.parse(Buffer.concat(chunks).toString())),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    }),
  'the gateway’s transport': () => transport.send(subgraphRequest, createCall()),
  'the same, shared, all different': () => sharing.send(createOwnRequest(), createCall()),
  'the same, shared, all equal': () => sharing.send(subgraphRequest, createCall()),
  'undici.request': async () => {
    const { body } = await request(`${origin}/graphql`, {
      ...post(),
      dispatcher,
      signal: createCall().signal,
    });
    return body.json();
  },
};

/** @returns microseconds of processor time for one request */
async function measure(ask: () => Promise<unknown>, count: number): Promise<number> {
  let left = count;
  const from = process.cpuUsage();
  const work = async () => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const { user, system } = process.cpuUsage(from);
  return (user + system) / count;
}

const taken = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
for (const ask of Object.values(ways)) await measure(ask, 2_000);
for (let round = 0; round < rounds; round += 1) {
  for (const [name, ask] of Object.entries(ways)) taken.get(name)?.push(await measure(ask, requestsPerRound));
}
const medians = [...taken].map(([name, all]) => ({
  name,
  us: all.toSorted((a, b) => a - b)[rounds >> 1] ?? 0,
}));
const least = medians[0]?.us ?? 0;

console.log(`${describeMachine()}; median of ${rounds} rounds of ${requestsPerRound} requests.\n`);
console.log(
  toMarkdownTable(
    ['way', 'processor time, µs', 'ratio'],
    medians.map(({ name, us }) => [name, us.toFixed(1), (us / least).toFixed(2)]),
  ),
);
await connections.close();
subgraph.disconnect();
