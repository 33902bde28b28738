import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

describe('an alias that planner or executor use for something else stays as the client wrote it', () => {
  const cases: [string, unknown][] = [
    ['{ __typename: hello }', { __typename: 'world' }],
    ['{ books { __typename: title } }', { books: [{ __typename: 'Dune' }, { __typename: 'Solaris' }] }],
    [
      '{ books { __typename: isbn author { __typename: name } } }',
      {
        books: [
          { __typename: '1', author: { __typename: 'Author a' } },
          { __typename: '2', author: { __typename: 'Author b' } },
        ],
      },
    ],
    [
      '{ shelf { __typename: title ... on Film { isbn: title } } }',
      {
        shelf: [
          { __typename: 'Dune' },
          { __typename: 'Solaris' },
          { __typename: 'Stalker', isbn: 'Stalker' },
        ],
      },
    ],
    [
      '{ shelf { ... on Book { __typename: title } ... on Film { __typename } } }',
      { shelf: [{ __typename: 'Dune' }, { __typename: 'Solaris' }, { __typename: 'Film' }] },
    ],
    ['{ authors { id: name } }', { authors: [{ id: 'Author a' }, { id: 'Author b' }] }],
    [
      '{ books { author { id: name key: id } } }',
      { books: [{ author: { id: 'Author a', key: 'a' } }, { author: { id: 'Author b', key: 'b' } }] },
    ],
    [
      '{ books { title__alias_0: isbn __typename_1: title __id: isbn } }',
      {
        books: [
          { title__alias_0: '1', __typename_1: 'Dune', __id: '1' },
          { title__alias_0: '2', __typename_1: 'Solaris', __id: '2' },
        ],
      },
    ],
    ['{ _client_id: hello _client___typename: hello }', { _client_id: 'world', _client___typename: 'world' }],
    ['{ __typename kind: __typename }', { __typename: 'Query', kind: 'Query' }],
    ['{ __schema { __typename: description } }', { __schema: { __typename: null } }],
  ];
  for (const [query, data] of cases) {
    test(query, async () => {
      const { body } = await gateway.ask(query);
      assert.deepEqual(body, { data });
    });
  }

  test('in what is cut and in its path', async () => {
    const { body } = await gateway.ask('{ shelf { title ... on Film { __typename: minutes } } }');
    assert.deepEqual(body.data, {
      shelf: [{ title: 'Dune' }, { title: 'Solaris' }, { title: 'Stalker', __typename: null }],
    });
    assert.deepEqual(
      body.errors?.map(({ path }) => path),
      [['shelf', '@', '__typename']],
    );
  });

  test("in the path of a subgraph's error", async () => {
    const { body } = await gateway.ask('{ __typename: refused }');
    assert.deepEqual(body.data, { __typename: null });
    assert.deepEqual(body.errors?.[0]?.path, ['__typename']);
  });

  test('in an event of a subscription', async () => {
    const ask = askByTransport['WebSocket'];
    const query = 'subscription { __typename: visitors { __typename: count oldest { id: name } } }';
    assert.deepEqual(await ask?.(gateway.url, { query }), {
      data: { __typename: { __typename: 0, oldest: { id: 'Author a' } } },
    });
  });
});

test('a variable may be named as the one of entities', async () => {
  const query =
    'query ($representations: String!) { books { author { name } } echo(text: $representations) }';
  const { body } = await gateway.ask(query, { variables: { representations: 'x' } });
  assert.deepEqual(body.data, {
    books: [{ author: { name: 'Author a' } }, { author: { name: 'Author b' } }],
    echo: 'x',
  });
  const { body: refused } = await gateway.ask(query);
  assert.equal(
    refused.errors?.[0]?.message,
    'Variable "$representations" of required type "String!" was not provided.',
  );
});
