import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import type { TestTokenOptions } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { createSocketClient } from '../testing/live-results.ts';
import { StreamReader } from '../testing/stream-reader.ts';

const multipart = 'multipart/mixed;deferSpec=20220824,application/json';
const eventStream = 'text/event-stream';

let gateway: TestGateway;
const readers: StreamReader[] = [];
before(async () => {
  gateway = await startTestGateway({ OPERATION_TIMEOUT_MS: '2000', STREAM_HEARTBEAT_MS: '100' });
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.leave();
});
after(() => gateway.close());

interface AskOptions {
  readonly accept?: string;
  readonly token?: TestTokenOptions;
  readonly variables?: Record<string, unknown>;
}

async function post(query: string, options: AskOptions = {}): Promise<StreamReader> {
  const { accept = multipart, token, variables } = options;
  const reader = await StreamReader.open(gateway.url, {
    method: 'POST',
    headers: {
      accept,
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${await gateway.issuer.sign(token)}` }),
    },
    body: JSON.stringify({ query, ...(variables && { variables }) }),
  });
  readers.push(reader);
  return reader;
}

interface Payload {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly incremental?: readonly {
    readonly label?: string;
    readonly path: unknown;
    readonly data: unknown;
    readonly errors?: readonly { readonly path?: unknown; readonly extensions: { readonly code: unknown } }[];
  }[];
  readonly hasNext?: boolean;
}

/** The payloads of a multipart answer. */
function payloadsIn(text: string): Payload[] {
  assert.match(text, /^\r\n--graphql\r\n.*\r\n--graphql--\r\n$/s);
  const parts = text.slice(0, -'--\r\n'.length).split('\r\n--graphql').slice(1, -1);
  return parts.map((part) => {
    const head = '\r\ncontent-type: application/json\r\n\r\n';
    assert.ok(part.startsWith(head), part);
    return JSON.parse(part.slice(head.length)) as Payload;
  });
}

async function ask(query: string, options?: AskOptions): Promise<Payload[]> {
  const reader = await post(query, options);
  assert.equal(reader.headers.get('content-type'), 'multipart/mixed;boundary="graphql";deferSpec=20220824');
  return payloadsIn(await reader.end());
}

describe('an answer of which parts come later', () => {
  test('comes by multipart as soon as its first part is there, byte for byte', async () => {
    const gate = gateway.library.closeGate();
    const reader = await post('{ hello ... @defer(label: "late") { slow } }');
    assert.equal(reader.status, 200);
    assert.equal(reader.headers.get('cache-control'), 'no-store');
    const head = '\r\ncontent-type: application/json\r\n\r\n';
    const first = `\r\n--graphql${head}{"data":{"hello":"world"},"hasNext":true}\r\n--graphql`;
    await gate.reached;
    await reader.reach('hasNext');
    assert.equal(reader.text, first);
    gate.open();
    const part = '{"label":"late","path":[],"data":{"slow":"done"}}';
    assert.equal(
      await reader.end(),
      `${first}${head}{"incremental":[${part}],"hasNext":false}\r\n--graphql--\r\n`,
    );
  });

  test('comes by server-sent events with the same payloads', async () => {
    const gate = gateway.library.closeGate();
    const reader = await post('{ hello ... @defer { slow } }', { accept: eventStream });
    const first = 'event: next\ndata: {"data":{"hello":"world"},"hasNext":true}\n\n';
    await reader.reach('hasNext');
    assert.ok(reader.text.startsWith(`:\n\n${first}`));
    gate.open();
    const text = (await reader.end()).replaceAll(':\n\n', '');
    const part = '{"path":[],"data":{"slow":"done"}}';
    assert.equal(
      text,
      `${first}event: next\ndata: {"incremental":[${part}],"hasNext":false}\n\nevent: complete\ndata: \n\n`,
    );
  });

  test('has one entry for each item of a list', async () => {
    assert.deepEqual(await ask('{ books { title author { id ... @defer { name } } } }'), [
      {
        data: {
          books: [
            { title: 'Dune', author: { id: 'a' } },
            { title: 'Solaris', author: { id: 'b' } },
          ],
        },
        hasNext: true,
      },
      {
        incremental: [
          { path: ['books', 0, 'author'], data: { name: 'Author a' } },
          { path: ['books', 1, 'author'], data: { name: 'Author b' } },
        ],
        hasNext: false,
      },
    ]);
  });

  test('may have parts within parts, by named fragments that are spread at several places', async () => {
    const payloads = await ask(`
      { books { isbn ...Late @defer(label: "book") } rest: books { ...Late } }
      fragment Late on Book { title author { id ... @defer(label: "name") { name } } }
    `);
    const labels = payloads.map(({ incremental = [] }) => incremental.map(({ label }) => label));
    assert.deepEqual(labels.flat().sort(), [...Array(2).fill('book'), ...Array(4).fill('name')]);
    const nameAt = payloads.findIndex(({ incremental = [] }) =>
      incremental.some(({ path }) => JSON.stringify(path) === '["books",0,"author"]'),
    );
    const bookAt = payloads.findIndex(({ incremental = [] }) => incremental[0]?.label === 'book');
    assert.ok(bookAt < nameAt, JSON.stringify(payloads));
    assert.deepEqual(payloads[0]?.data, {
      books: [{ isbn: '1' }, { isbn: '2' }],
      rest: [
        { title: 'Dune', author: { id: 'a' } },
        { title: 'Solaris', author: { id: 'b' } },
      ],
    });
  });

  test('is whole at once where a condition says so', async () => {
    const query = 'query ($later: Boolean!) { hello ... @defer(if: $later) { echo(text: "x") } }';
    assert.deepEqual(await ask(query, { variables: { later: false } }), [
      { data: { hello: 'world', echo: 'x' }, hasNext: false },
    ]);
    assert.equal((await ask(query, { variables: { later: true } })).length, 2);
    assert.deepEqual(await ask('{ hello ... @defer(if: false) { echo(text: "x") } }'), [
      { data: { hello: 'world', echo: 'x' }, hasNext: false },
    ]);
  });

  test('has the names that the client chose, also where the gateway uses them itself', async () => {
    const [, second] = await ask(
      '{ hello ... @defer { representations: books { __proto__: title _client_x: isbn } } }',
    );
    const [part] = second?.incremental ?? [];
    assert.equal(
      JSON.stringify(part?.data),
      '{"representations":[{"__proto__":"Dune","_client_x":"1"},{"__proto__":"Solaris","_client_x":"2"}]}',
    );
  });

  test('has the fields of a mutation in its first part, and what they return may come later', async () => {
    const payloads = await ask('mutation { lend(isbn: "1") { isbn ... @defer { author { name } } } }', {
      token: { roles: ['LIBRARIAN'] },
    });
    assert.deepEqual(payloads, [
      { data: { lend: { isbn: '1' } }, hasNext: true },
      { incremental: [{ path: ['lend'], data: { author: { name: 'Author a' } } }], hasNext: false },
    ]);
  });

  test('is whole at once if something of the schema itself would be deferred', async () => {
    const payloads = await ask(
      '{ hello __schema { ... @defer { queryType { name } } } ... @defer { __type(name: "Book") { name } } }',
    );
    const known = { __schema: { queryType: { name: 'Query' } }, __type: { name: 'Book' } };
    assert.deepEqual(payloads, [{ data: { hello: 'world', ...known }, hasNext: false }]);
  });
});

describe('what the caller may not read', () => {
  test('is cut from all parts, and told once', async () => {
    const [first, second, ...others] = await ask(
      '{ books { isbn author { id ... @defer { name email } } } }',
    );
    assert.deepEqual(others, []);
    assert.deepEqual(first?.errors, [
      {
        message: 'Unauthorized field or type',
        path: ['books', '@', 'author', 'email'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
      },
    ]);
    assert.deepEqual(second?.incremental, [
      { path: ['books', 0, 'author'], data: { name: 'Author a', email: null } },
      { path: ['books', 1, 'author'], data: { name: 'Author b', email: null } },
    ]);
  });

  test('makes the part null that must have it, not what is around it', async () => {
    const [first, second] = await ask('{ books { isbn ... @defer(label: "price") { price } } }');
    assert.deepEqual(first?.data, { books: [{ isbn: '1' }, { isbn: '2' }] });
    assert.deepEqual(second?.incremental, [
      { label: 'price', path: ['books', 0], data: null },
      { label: 'price', path: ['books', 1], data: null },
    ]);
  });
});

describe('errors', () => {
  test('of a deferred request are in its part', async () => {
    const [first, second] = await ask('{ hello ... @defer { broken refused } }');
    assert.deepEqual(first, { data: { hello: 'world' }, hasNext: true });
    const [part] = second?.incremental ?? [];
    assert.deepEqual(part?.data, { broken: null, refused: null });
    assert.deepEqual(
      part?.errors?.map(({ path, extensions }) => [path, extensions.code]),
      [
        [['broken'], 'DOWNSTREAM_SERVICE_ERROR'],
        [['refused'], 'CLOSED'],
      ],
    );
  });

  test('of a subgraph that does not answer in time end the answer in time', async () => {
    const gate = gateway.library.closeGate();
    const [, second] = await ask('{ hello ... @defer { slow } }');
    gate.open();
    assert.equal(second?.hasNext, false);
    assert.deepEqual(
      second?.incremental?.map(({ data, errors }) => [data, errors?.[0]?.extensions.code]),
      [[{ slow: null }, 'SUBGRAPH_TIMEOUT']],
    );
  });
});

test('clients that ask the same at the same moment each get all parts', async () => {
  const gate = gateway.library.closeGate();
  const query = '{ slow ... @defer { hello } }';
  const asking = [ask(query), ask(query), ask(query)];
  await gate.reached;
  gate.open();
  for (const payloads of await Promise.all(asking)) {
    assert.deepEqual(payloads, [
      { data: { slow: 'done' }, hasNext: true },
      { incremental: [{ path: [], data: { hello: 'world' } }], hasNext: false },
    ]);
  }
});

test('a client that leaves ends what is still asked for it', async () => {
  const gate = gateway.library.closeGate();
  const reader = await post('{ hello ... @defer { slow } }');
  await reader.reach('hasNext');
  await gate.reached;
  gateway.logLines.length = 0;
  reader.leave();
  const isNote = (line: string) => line.includes('a client left before a subgraph had answered');
  await waitFor('the note', () => gateway.logLines.some(isNote));
  gate.open();
});

test('a client that reads nothing is dropped', async () => {
  const { port, host } = new URL(gateway.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1' }).pause();
  const text = 'x'.repeat(100_000);
  const body = JSON.stringify({
    query: `query ($text: String!) { hello ... @defer { echo(text: $text, times: 200) } }`,
    variables: { text },
  });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${host}\r\naccept: ${multipart}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const isClosed = once(socket, 'close');
  const isAsked = () => gateway.library.books.seen.some(({ query }) => query.includes('times:200'));
  await waitFor('the deferred part', isAsked);
  const count = () => readFigure(/^gateway_connections\{transport="multipart"\} (\d+)$/m);
  await waitFor('the gateway to give up', async () => (await count()) === 0);
  let length = 0;
  socket.on('data', (piece) => {
    length += piece.length;
  });
  socket.on('error', () => {});
  socket.resume();
  await isClosed;
  assert.ok(length < 200 * text.length, `${length} bytes were kept for it`);
});

async function readFigure(figure: RegExp): Promise<number> {
  const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
  return Number(figure.exec(text)?.[1] ?? 0);
}

describe('whoever takes no parts', () => {
  const query = '{ hello ... @defer { echo(text: "x") } }';
  const whole = { data: { hello: 'world', echo: 'x' } };

  test('gets the whole answer as JSON', async () => {
    for (const accept of [
      'application/json',
      '*/*',
      'multipart/mixed, */*',
      `application/json, ${eventStream}`,
    ]) {
      const { body } = await gateway.ask(query, { headers: { accept } });
      assert.deepEqual(body, whole, accept);
    }
  });

  test('gets the whole answer by WebSocket', async () => {
    const { client, run } = createSocketClient(gateway.url);
    const live = run(query);
    await live.end();
    assert.deepEqual(live.results, [whole]);
    await client.dispose();
  });

  test('gets the whole answer in one payload from an executor that knows no parts', async (t) => {
    const stock = await startTestGateway({ EXECUTOR: 'apollo' });
    t.after(() => stock.close());
    const response = await fetch(stock.url, {
      method: 'POST',
      headers: { accept: multipart, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    assert.deepEqual(payloadsIn(await response.text()), [{ ...whole, hasNext: false }]);
  });

  test('gets events of a subscription whole, where a variable would defer something of them', async () => {
    const reader = await post(
      'subscription ($later: Boolean!) { visitors { ... @defer(if: $later) { count } } }',
      { accept: eventStream, variables: { later: true } },
    );
    gateway.library.feeds.visit(3);
    await reader.reach('event: next\ndata: {"data":{"visitors":{"count":');
  });

  test('gets plain JSON for an operation without @defer, whatever else it takes', async () => {
    const { headers, body } = await gateway.ask('{ hello }', { headers: { accept: multipart } });
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual(body, { data: { hello: 'world' } });
  });
});

describe('@defer', () => {
  test('is a directive of the schema that clients see', async () => {
    const { body } = await gateway.ask(
      '{ __schema { directives { name locations args { name type { kind name } defaultValue } } } }',
    );
    const schema = body.data?.['__schema'] as { directives: { name: string }[] } | undefined;
    assert.deepEqual(
      schema?.directives.find(({ name }) => name === 'defer'),
      {
        name: 'defer',
        locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
        args: [
          { name: 'label', type: { kind: 'SCALAR', name: 'String' }, defaultValue: null },
          { name: 'if', type: { kind: 'NON_NULL', name: null }, defaultValue: 'true' },
        ],
      },
    );
  });

  test('is refused where nothing can be deferred, or parts could not be told apart', async () => {
    for (const [document, message] of [
      ['mutation { ... @defer { touch } }', /Fields of "Mutation" cannot be deferred/],
      ['subscription { visitors { ... @defer { count } } }', /A subscription cannot defer/],
      ['query ($l: String) { ... @defer(label: $l) { hello } }', /must be a text in the document/],
      ['{ ... @defer(label: "a") { hello } ... @defer(label: "a") { a: hello } }', /must be another one/],
      ['{ hello @defer }', /may not be used on FIELD/],
    ] as const) {
      for (const accept of [multipart, 'application/json']) {
        const { body } = await gateway.ask(document, { headers: { accept } });
        assert.match(body.errors?.[0]?.message ?? '', message, document);
        assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_VALIDATION_FAILED');
      }
    }
  });

  test('does not hide anything from the limits', async (t) => {
    const strict = await startTestGateway({ MAX_COST: '200' });
    t.after(() => strict.close());
    for (const [selection, code] of [
      [`books { author { ${'id '.repeat(120)} } }`, 'MAX_REPEATED_FIELDS_LIMIT'],
      ['... @defer { hello } '.repeat(60), 'MAX_DIRECTIVES_LIMIT'],
      ['books { author { id } } '.repeat(10), 'MAX_COST_LIMIT'],
    ] as const) {
      const { body } = await strict.ask(`{ ... @defer { ${selection} } }`, {
        headers: { accept: multipart },
      });
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions['code']),
        [code],
      );
    }
  });
});
