import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '#platform/tracing/testing/otlp-receiver.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let receiver: OtlpReceiver;
let gateway: TestGateway;
before(async () => {
  receiver = await startOtlpReceiver();
  gateway = await startTestGateway({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-receiver-key=a%20key',
    OTEL_BSP_SCHEDULE_DELAY: '10',
    MAX_DEPTH: '4',
  });
});
after(async () => {
  await gateway.close();
  await receiver.close();
});

let traces = 0;
/** A `traceparent` of a trace that nobody else has. */
function newTrace(flags = '01') {
  traces += 1;
  const traceId = traces.toString(16).padStart(32, 'a');
  return { traceId, parentId: 'b7ad6b7169203331', traceparent: `00-${traceId}-b7ad6b7169203331-${flags}` };
}

const ofTrace = (traceId: string) => receiver.spans.filter((span) => span.traceId === traceId);
const named = (spans: readonly ReceivedSpan[], name: string) => {
  const found = spans.find((span) => span.name === name);
  assert.ok(found, `${name} is not among ${spans.map((span) => span.name).join(', ')}`);
  return found;
};

/** Waits for the span of a request, which ends last. */
async function readTrace(traceId: string, last = 'POST /graphql'): Promise<readonly ReceivedSpan[]> {
  await receiver.waitForSpan((span) => span.traceId === traceId && span.name === last);
  return ofTrace(traceId);
}

test('a query is one trace from its client to its subgraphs, and each span has its parent', async () => {
  const { traceId, parentId, traceparent } = newTrace();
  const query = 'query Shelf { books { author { name } } }';
  const { body } = await gateway.ask(query, { headers: { traceparent }, operationName: 'Shelf' });
  assert.equal(body.errors, undefined);
  const spans = await readTrace(traceId);

  const request = named(spans, 'POST /graphql');
  const operation = named(spans, 'query');
  const books = named(spans, 'subgraph books');
  const people = named(spans, 'subgraph people');
  assert.equal(request.parentSpanId, parentId);
  assert.equal(operation.parentSpanId, request.spanId);
  assert.equal(named(spans, 'admit').parentSpanId, request.spanId);
  assert.equal(named(spans, 'plan').parentSpanId, operation.spanId);
  assert.deepEqual([books.parentSpanId, people.parentSpanId], [operation.spanId, operation.spanId]);
  for (const [name, span] of [
    ['books', books],
    ['people', people],
  ] as const)
    assert.equal(
      gateway.library[name].seen.at(-1)?.headers['traceparent'],
      `00-${traceId}-${span.spanId}-01`,
    );
  assert.equal(people.attributes['gateway.representations'], 2);

  const ofOperation = {
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'Shelf',
    'graphql.document.hash': createHash('sha256').update(query).digest('hex'),
  };
  assert.deepEqual(operation.attributes, ofOperation);
  assert.deepEqual(request.attributes, {
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'http.response.status_code': 200,
    'url.scheme': 'http',
    ...ofOperation,
  });
  assert.equal(request.service, 'gateway');
  assert.equal(receiver.headers['x-receiver-key'], 'a key');
});

test('a request without a valid trace begins one, without the state of another', async () => {
  await gateway.ask('query Beginning { hello }', { headers: { traceparent: 'broken', tracestate: 'a=1' } });
  const seen = gateway.library.books.seen.at(-1)?.headers;
  assert.equal(seen?.['tracestate'], undefined);
  const spans = await readTrace(String(seen?.['traceparent']).slice(3, 35));
  assert.equal(named(spans, 'POST /graphql').parentSpanId, undefined);
});

test('a trace that its client does not record goes on without spans', async () => {
  const { traceId, traceparent } = newTrace('00');
  await gateway.ask('{ hello }', { headers: { traceparent } });
  const seen = String(gateway.library.books.seen.at(-1)?.headers['traceparent']);
  assert.match(seen, new RegExp(`^00-${traceId}-[\\da-f]{16}-00$`));
  const next = newTrace();
  await gateway.ask('{ hello }', { headers: { traceparent: next.traceparent } });
  await readTrace(next.traceId);
  assert.deepEqual(ofTrace(traceId), []);
});

test('failures are told by their codes', async () => {
  const refused = newTrace();
  await gateway.ask('{ refused }', { headers: { traceparent: refused.traceparent } });
  const failed = (await readTrace(refused.traceId)).filter(({ isFailed }) => isFailed);
  assert.deepEqual(failed.map(({ name, attributes }) => [name, attributes['error.type']]).toSorted(), [
    ['query', 'CLOSED'],
    ['subgraph books', 'CLOSED'],
  ]);

  const tooDeep = newTrace();
  const headers = { traceparent: tooDeep.traceparent };
  await gateway.ask('{ books { author { name { x { y } } } } }', { headers });
  const admit = named(await readTrace(tooDeep.traceId), 'admit');
  assert.deepEqual([admit.isFailed, admit.attributes['error.type']], [true, 'MAX_DEPTH_LIMIT']);

  const away = newTrace();
  gateway.library.people.answerWith({ status: 502, type: 'text/html', body: '' });
  await gateway.ask('{ authors { name } }', { headers: { traceparent: away.traceparent } });
  gateway.library.people.answerWith(undefined);
  const people = named(await readTrace(away.traceId), 'subgraph people');
  assert.equal(people.attributes['error.type'], 'SUBGRAPH_UNAVAILABLE');
});

test('an operation over a WebSocket is traced as one over HTTP', async () => {
  const { traceId, parentId, traceparent } = newTrace();
  const { client, run } = createSocketClient(gateway.url, { connectionParams: { traceparent } });
  await run('{ hello }').end();
  await client.dispose();
  const operation = named(await readTrace(traceId, 'query'), 'query');
  assert.equal(operation.parentSpanId, parentId);
  await waitFor('the request to the subgraph', () =>
    ofTrace(traceId).some(
      ({ name, parentSpanId }) => name === 'subgraph books' && parentSpanId === operation.spanId,
    ),
  );
});

test('neither texts, nor variables, nor tokens, nor addresses are in a span', async () => {
  const { traceId, traceparent } = newTrace();
  await gateway.ask(
    'query Echo($text: String!) { echo(text: $text) find(filter: { title: "secret-literal" }) { title } }',
    {
      roles: ['LIBRARIAN'],
      headers: { traceparent, 'x-anything': 'secret-header' },
      variables: { text: 'secret-variable' },
    },
  );
  await readTrace(traceId);
  const told = receiver.bodies.join('\n');
  assert.doesNotMatch(told, /secret-|Bearer|eyJ|127\.0\.0\.1|\{ echo/);
});

test('a subscription ends its spans when it is open, and each event has a trace that is linked to it', async () => {
  const { traceId, parentId, traceparent } = newTrace();
  const { client, run } = createSocketClient(gateway.url, { connectionParams: { traceparent } });
  const live = run('subscription Visits { visitors { count oldest { name } } }');
  const opened = await receiver.waitForSpan(
    (span) => span.traceId === traceId && span.name === 'subscription',
  );
  assert.equal(opened.parentSpanId, parentId);
  assert.equal(opened.attributes['graphql.operation.name'], 'Visits');
  await live.reach(1);
  const event = await receiver.waitForSpan(({ links }) => links.includes(opened.spanId));
  assert.equal(event.name, 'subscription event');
  assert.notEqual(event.traceId, traceId);
  const fetched = await receiver.waitForSpan(
    ({ name, parentSpanId }) => name === 'subgraph people' && parentSpanId === event.spanId,
  );
  assert.equal(fetched.traceId, event.traceId);
  await client.dispose();
});

test('the request that carries a stream ends its span when the subscription is open', async () => {
  const { traceId, traceparent } = newTrace();
  const leaving = new AbortController();
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', traceparent },
    body: JSON.stringify({ query: 'subscription { visitors { count } }' }),
    signal: leaving.signal,
  });
  assert.equal(response.status, 200);
  const spans = await readTrace(traceId);
  const request = named(spans, 'POST /graphql');
  assert.equal(named(spans, 'subscription').parentSpanId, request.spanId);
  assert.deepEqual([request.isFailed, request.attributes['graphql.operation.type']], [false, 'subscription']);
  leaving.abort();
});
