import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({
    METRICS_OPERATION_NAMES: 'Books',
    METRICS_OPERATIONS: '2',
    METRICS_CLIENTS: '2',
    MAX_DEPTH: '3',
  });
});
after(() => gateway.close());

/** @returns all figures, by their names with labels */
async function readFigures(): Promise<Map<string, number>> {
  const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

/** @returns by how much figures grew while something was done, those that did not left out */
async function growthOf(prefix: string, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readFigures();
  await act();
  const after = await readFigures();
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(
    grown.filter(([name, by]) => name.startsWith(prefix) && by !== 0 && !/_(sum|bucket)\b/.test(name)),
  );
}

test('subgraphs are told apart, and how their requests ended', async () => {
  const grown = await growthOf('gateway_subgraph_request', async () => {
    await gateway.ask('{ books { author { name } } }');
    await gateway.ask('{ refused }');
    gateway.library.people.answerWith({ status: 502, type: 'text/html', body: '' });
    await gateway.ask('{ authors { name } }');
    gateway.library.people.answerWith(undefined);
  });
  assert.deepEqual(grown, {
    'gateway_subgraph_requests_total{subgraph="books",outcome="ok"}': 1,
    'gateway_subgraph_requests_total{subgraph="people",outcome="ok"}': 1,
    'gateway_subgraph_requests_total{subgraph="books",outcome="errors"}': 1,
    'gateway_subgraph_requests_total{subgraph="people",outcome="SUBGRAPH_UNAVAILABLE"}': 1,
    'gateway_subgraph_request_duration_seconds_count{subgraph="books"}': 2,
    'gateway_subgraph_request_duration_seconds_count{subgraph="people"}': 2,
  });
});

test('a client that left is not counted as a fault', async () => {
  const gate = gateway.library.closeGate();
  const leaving = new AbortController();
  const grown = await growthOf('gateway_subgraph_requests_total', async () => {
    const asked = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ slow }"}',
      signal: leaving.signal,
    });
    await gate.reached;
    leaving.abort();
    await asked.catch(() => undefined);
    const left = 'gateway_subgraph_requests_total{subgraph="books",outcome="left"}';
    await waitFor('the request to be counted', async () => (await readFigures()).get(left) === 1);
  });
  gate.open();
  assert.deepEqual(Object.keys(grown), ['gateway_subgraph_requests_total{subgraph="books",outcome="left"}']);
});

test('operations are counted by type and outcome, and by name only where the name is listed', async () => {
  const grown = await growthOf('gateway_operation', async () => {
    await gateway.ask('query Books { hello }', { operationName: 'Books' });
    await gateway.ask('query MadeUp { hello }', { operationName: 'MadeUp' });
    await gateway.ask('mutation { touch }');
    await gateway.ask('{ broken }');
    const { client, run } = createSocketClient(gateway.url);
    await run('{ hello }').end();
    await client.dispose();
  });
  assert.deepEqual(grown, {
    'gateway_operations_total{type="query",outcome="ok",name="Books"}': 1,
    'gateway_operations_total{type="query",outcome="ok",name="other"}': 2,
    'gateway_operations_total{type="mutation",outcome="ok",name="other"}': 1,
    'gateway_operations_total{type="query",outcome="errors",name="other"}': 1,
    'gateway_operation_duration_seconds_count{type="query",name="Books",hash="",outcome="ok"}': 1,
    'gateway_operation_duration_seconds_count{type="query",name="other",hash="",outcome="ok"}': 2,
    'gateway_operation_duration_seconds_count{type="mutation",name="other",hash="",outcome="ok"}': 1,
    'gateway_operation_duration_seconds_count{type="query",name="other",hash="",outcome="errors"}': 1,
    'gateway_operation_errors_total{code="DOWNSTREAM_SERVICE_ERROR"}': 1,
  });
});

test('an operation that comes back has figures of its own, by its name and the hash of its text', async () => {
  const query = 'query Returning { hello }';
  for (let time = 0; time < 5; time += 1) await gateway.ask(query);
  const grown = await growthOf('gateway_operation_duration', () => gateway.ask(query));
  const hash = createHash('sha256').update(query).digest('hex').slice(0, 16);
  assert.deepEqual(grown, {
    [`gateway_operation_duration_seconds_count{type="query",name="Returning",hash="${hash}",outcome="ok"}`]: 1,
  });
});

test('clients are told apart by name and version, as many of them as configuration allows', async () => {
  const askAs = (name: string) =>
    gateway.ask('{ hello }', {
      headers: { 'apollographql-client-name': name, 'apollographql-client-version': '1.2' },
    });
  const names = ['shop', 'till', 'one-too-many'];
  for (const name of names) for (let time = 0; time < 5; time += 1) await askAs(name);
  const grown = await growthOf('gateway_client_operation', () => Promise.all(names.map(askAs)));
  assert.deepEqual(grown, {
    'gateway_client_operation_duration_seconds_count{client="shop",version="1.2",outcome="ok"}': 1,
    'gateway_client_operation_duration_seconds_count{client="till",version="1.2",outcome="ok"}': 1,
    'gateway_client_operation_duration_seconds_count{client="other",version="",outcome="ok"}': 1,
  });
});

test('errors of subgraphs are counted by their codes', async () => {
  const grown = await growthOf('gateway_subgraph_errors_total', () => gateway.ask('{ refused }'));
  assert.deepEqual(grown, { 'gateway_subgraph_errors_total{subgraph="books",code="CLOSED"}': 1 });
});

test('a refused operation is counted once by its code, for every transport', async () => {
  const tooDeep = '{ books { author { name { x { y } } } } }';
  const grown = await growthOf('gateway_operations_refused_total', async () => {
    await gateway.ask(tooDeep);
    await gateway
      .ask(tooDeep, { headers: { accept: 'text/event-stream, application/json;q=0.1' } })
      .catch(() => undefined);
    const { client, run } = createSocketClient(gateway.url);
    await run(tooDeep).end();
    await client.dispose();
    await gateway.ask('{ nothing }');
  });
  assert.deepEqual(grown, {
    'gateway_operations_refused_total{code="MAX_DEPTH_LIMIT"}': 3,
    'gateway_operations_refused_total{code="GRAPHQL_VALIDATION_FAILED"}': 1,
  });
});

test('plans are made once and then found', async () => {
  const grown = await growthOf('gateway_plan', async () => {
    for (let time = 0; time < 3; time += 1) await gateway.ask('query Planned { hello books { title } }');
  });
  assert.deepEqual(grown, {
    'gateway_plans_total{cache="miss"}': 1,
    'gateway_plans_total{cache="hit"}': 2,
    gateway_planning_duration_seconds_count: 1,
  });
});

test('codes that a subgraph makes up are counted as one', async () => {
  const grown = await growthOf('gateway_subscriptions_ended_total', async () => {
    for (const code of ['MADE_UP_1', 'MADE_UP_2']) {
      gateway.library.feeds.refuse(1, code);
      const { client, run } = createSocketClient(gateway.url);
      await run('subscription { visitors { count } }').end();
      await client.dispose();
    }
  });
  assert.deepEqual(grown, { 'gateway_subscriptions_ended_total{mode="NEWEST",reason="subgraph"}': 2 });
});
