import { setTimeout as delay } from 'node:timers/promises';
import { type LoadRequest, startLoad } from './load/load.ts';
import { largestFetch, smallQuery } from './operations.ts';
import type { RunningSite } from './site.ts';
import { users } from './subgraphs/data.ts';
import type { SubgraphName } from './subgraphs/schema.ts';

const connections = 50;

/** Tells how fast subgraphs are without a gateway, on the one processor that they share with the load generator. */
export async function describeSubgraphs(site: RunningSite, seconds: number): Promise<string> {
  const representations = users.map(({ id }) => ({ __typename: 'User', id }));
  const largest = { body: JSON.stringify({ query: largestFetch, variables: { representations } }) };
  const small = { body: JSON.stringify({ query: smallQuery }) };
  const figures = [
    await measureSubgraph(site, 'reviews', largest, seconds),
    await measureSubgraph(site, 'accounts', small, seconds),
  ];
  const [ofLargest, ofSmall] = figures.map(
    ({ perSecond, bytes }) =>
      `${Math.round(perSecond).toLocaleString('en')} requests/s with answers of ${bytes.toLocaleString('en')} bytes`,
  );
  return `Subgraphs by themselves, on one processor with the load generator: ${ofLargest}, ${ofSmall}.`;
}

async function measureSubgraph(
  { ports }: RunningSite,
  name: SubgraphName,
  request: LoadRequest,
  seconds: number,
): Promise<{ perSecond: number; bytes: number }> {
  const url = `http://127.0.0.1:${ports[name]}/`;
  const answer = await fetch(url, { method: 'POST', body: request.body });
  const bytes = (await answer.arrayBuffer()).byteLength;
  using load = startLoad({
    url,
    connections,
    requests: [request],
    answerBytes: new Map([[request.body, bytes]]),
  });
  await delay((seconds * 1_000) / 2);
  load.takeFigures();
  await delay(seconds * 1_000);
  const { answers, elapsedMs } = load.takeFigures();
  return { perSecond: (answers / elapsedMs) * 1_000, bytes };
}
