import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
let production: TestGateway;
before(async () => {
  [gateway, production] = await Promise.all([
    startTestGateway(),
    startTestGateway({ NODE_ENV: 'production' }),
  ]);
});
after(() => Promise.all([gateway.close(), production.close()]));

test('an operation over limits is refused with every code and figure, and reaches no subgraph', async () => {
  const aliases = Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ');
  const { status, body } = await gateway.ask(`{ ${aliases} }`);
  assert.equal(status, 400);
  assert.deepEqual(body.errors, [
    {
      message: 'The operation has 31 aliases; at most 30 are allowed.',
      extensions: { code: 'MAX_ALIASES_LIMIT', measured: 31, allowed: 30 },
    },
    {
      message: 'The operation has 31 root fields; at most 20 are allowed.',
      extensions: { code: 'MAX_ROOT_FIELDS_LIMIT', measured: 31, allowed: 20 },
    },
  ]);
  assert.equal(gateway.library.books.seen.length, 0);
});

test('too many tokens have their code', async () => {
  const { status, body } = await gateway.ask(`{ hello ${'hello '.repeat(15_001)} }`);
  assert.equal(status, 400);
  assert.equal(body.errors?.[0]?.extensions.code, 'MAX_TOKENS_LIMIT');
});

test('limits hold for GET as well', async () => {
  const query = encodeURIComponent(`{ ${'hello '.repeat(21)} }`);
  const response = await fetch(`${gateway.url}?query=${query}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  assert.equal(response.status, 400);
});

test('an operation made to be slow to validate is refused quickly', async () => {
  const before = performance.now();
  const { status } = await gateway.ask(`{ books { ${'title '.repeat(14_000)} } }`);
  assert.equal(status, 400);
  assert.ok(performance.now() - before < 5_000);
});

test("GraphiQL's introspection passes", async () => {
  assert.equal((await gateway.ask(getIntrospectionQuery())).status, 200);
});

test('an operation whose answer could be too large is refused before it runs, by every transport', async () => {
  const careful = await startTestGateway({ MAX_COST: '49', COST_LIST_SIZE: '10' });
  try {
    for (const [transport, ask] of Object.entries(askByTransport)) {
      const { errors } = await ask(careful.url, { query: '{ books { author { name } } shelf { title } }' });
      assert.deepEqual(
        errors,
        [
          {
            message:
              'The operation has 50 values to answer, by the sizes of its lists; at most 49 are allowed.',
            extensions: { code: 'MAX_COST_LIMIT', measured: 50, allowed: 49 },
          },
        ],
        transport,
      );
      assert.equal((await ask(careful.url, { query: '{ books { author { name } } }' })).errors, undefined);
    }
    assert.deepEqual(careful.library.books.seen.length, Object.keys(askByTransport).length);
  } finally {
    await careful.close();
  }
});

const withText = 'query ($text: String!) { echo(text: $text) }';
const refusals: [string, Record<string, unknown>, string, RegExp][] = [
  ['broken text', { query: '{ hello' }, 'GRAPHQL_PARSE_FAILED', /^Syntax Error/],
  [
    'an unknown field',
    { query: '{ nothing }' },
    'GRAPHQL_VALIDATION_FAILED',
    /^Cannot query field "nothing"/,
  ],
  [
    'an unknown operation name',
    { query: 'query A { hello }', operationName: 'B' },
    'OPERATION_RESOLUTION_FAILURE',
    /^Unknown operation named "B"\.$/,
  ],
  [
    'several operations and no name',
    { query: 'query A { hello } query B { hello }' },
    'OPERATION_RESOLUTION_FAILURE',
    /^Must provide operation name if query contains multiple operations\.$/,
  ],
  [
    'a fragment alone',
    { query: 'fragment F on Query { hello }' },
    'GRAPHQL_VALIDATION_FAILED',
    /^Fragment "F" is never used\.$/,
  ],
  ['a variable that is missing', { query: withText }, 'BAD_USER_INPUT', /was not provided\.$/],
  [
    'a variable of another type',
    { query: withText, variables: { text: ['x'] } },
    'BAD_USER_INPUT',
    /^Variable "\$text" got invalid value; String cannot represent a non string value\.$/,
  ],
  [
    'a long list in the variables',
    { query: withText, variables: { text: Array.from({ length: 1_001 }, () => 1) } },
    'MAX_VARIABLE_LIST_LENGTH_LIMIT',
    /have 1001 items in one list; at most 1000 are allowed\.$/,
  ],
  [
    'variables that nest deep',
    { query: withText, variables: { text: JSON.parse(`${'['.repeat(400)}${']'.repeat(400)}`) } },
    'MAX_VARIABLE_DEPTH_LIMIT',
    /more than 20 levels/,
  ],
  [
    'extensions that nest deep',
    { query: '{ hello }', extensions: { x: JSON.parse(`${'['.repeat(400)}${']'.repeat(400)}`) } },
    'MAX_VARIABLE_DEPTH_LIMIT',
    /more than 20 levels/,
  ],
  [
    'a document that nests deep',
    { query: `{ ${'a { '.repeat(1_000)}` },
    'MAX_NESTING_LIMIT',
    /more than 50 brackets within brackets/,
  ],
  [
    'a hash that nobody has told',
    { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } },
    'PERSISTED_QUERY_NOT_FOUND',
    /^PersistedQueryNotFound$/,
  ],
];

for (const [transport, ask] of Object.entries(askByTransport)) {
  describe(`by ${transport}`, () => {
    for (const [name, payload, code, message] of refusals) {
      test(`${name} is refused with its code`, async () => {
        const { data, errors = [] } = await ask(gateway.url, payload);
        assert.equal(data, undefined);
        assert.equal(errors[0]?.extensions?.code, code);
        assert.match(errors[0].message, message);
      });
    }

    test('a document is answered by its hash once it has been told', async () => {
      const query = `{ hello } # ${transport}`;
      const hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
      assert.deepEqual((await ask(gateway.url, { query, extensions })).data, { hello: 'world' });
      for (const [other, askOtherwise] of Object.entries(askByTransport)) {
        assert.deepEqual((await askOtherwise(gateway.url, { extensions })).data, { hello: 'world' }, other);
      }
    });

    test("a hash that is not its document's is the client's fault", async () => {
      const query = '{ hello }';
      const right = createHash('sha256').update(query).digest('hex');
      for (const persistedQuery of [
        5,
        {},
        { version: 2, sha256Hash: right },
        { version: 1, sha256Hash: 'x' },
        { version: 1, sha256Hash: [right] },
      ]) {
        const { errors = [] } = await ask(gateway.url, { query, extensions: { persistedQuery } });
        assert.equal(errors[0]?.extensions?.code, 'BAD_REQUEST', JSON.stringify(persistedQuery));
      }
    });

    test('a document that is refused cannot be asked for by its hash', async () => {
      const query = `{ nothing } # ${transport}`;
      const hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
      await ask(gateway.url, { query, extensions });
      const { errors = [] } = await ask(gateway.url, { extensions });
      assert.equal(errors[0]?.extensions?.code, 'PERSISTED_QUERY_NOT_FOUND');
    });

    test('messages show no name of the schema that the client did not write, if it may not see the schema', async () => {
      const cases: [Record<string, unknown>, string][] = [
        [{ query: '{ helo }' }, 'Cannot query field "helo" on type "Query".'],
        [{ query: '{ books { name } }' }, 'Cannot query field "name" on type "…".'],
        [{ query: '{ books }' }, 'Field "books" of type "…" must have a selection of subfields.'],
        [
          { query: '{ echo }' },
          'Field "echo" argument "…" of type "String!" is required, but it was not provided.',
        ],
        [{ query: '{ echo(test: "a", text: "b") }' }, 'Unknown argument "test" on field "Query.echo".'],
      ];
      for (const [payload, message] of cases) {
        assert.equal((await ask(production.url, payload)).errors?.[0]?.message, message);
      }
    });

    test('messages suggest names to a caller who may see the schema', async () => {
      const token = await production.issuer.sign({ roles: ['ADMIN'] });
      const { errors = [] } = await ask(production.url, { query: '{ helo }' }, token);
      assert.match(errors[0]?.message ?? '', /Did you mean "hello"/);
    });
  });
}
