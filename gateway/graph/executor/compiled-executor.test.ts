import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createLog } from '#platform/log/log.ts';
import { compose } from '../../testing/compose.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../upstream/subgraph-transport.ts';
import { createCorrectedPlanner } from '../corrections/corrected-planner.ts';
import { parseSupergraph, type Supergraph } from '../supergraph/supergraph.ts';
import { createCompiledExecutor } from './compiled-executor.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])`;
const supergraph = parseSupergraph(
  compose([
    {
      name: 'books',
      url: 'http://books.invalid',
      typeDefs: `${link}
        type Query { books: [Book] first: Book last: Book count: Int! }
        type Mutation { lend: Book }
        type Book @key(fields: "id") { id: ID! author: Author }
        type Author @key(fields: "id") { id: ID! }`,
    },
    {
      name: 'people',
      url: 'http://people.invalid',
      typeDefs: `${link}
        type Author @key(fields: "id") { id: ID! name: String email(short: Boolean): String tags: [String!] home: Home }
        type Home { city: String }`,
    },
  ]),
);
const log = createLog({ name: 'test', level: 'silent' });

type Answer = (request: SubgraphRequest) => SubgraphResponse | Error;

/** Runs a query over subgraphs that answer as a test says. */
async function run(
  query: string,
  answers: Readonly<Record<string, Answer>>,
  variables = {},
  graph: Supergraph = supergraph,
  signal: AbortSignal = new AbortController().signal,
) {
  const sent: SubgraphRequest[] = [];
  const executor = createCompiledExecutor({
    supergraph: graph,
    log,
    transport: {
      async send(request) {
        sent.push(request);
        const answer = answers[request.subgraph]?.(request) ?? new Error('not asked for');
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  });
  const document = parse(query);
  const { data, errors } = await executor.execute({
    plan: createCorrectedPlanner(graph).plan(document, undefined),
    document,
    asked: document,
    complete: (whole) => whole,
    operationName: undefined,
    variables,
    headers: {},
    signal,
  });
  const toEntry = ({ path, extensions }: (typeof errors)[number]) => [path?.join('.'), extensions.code];
  return { sent, data: JSON.parse(JSON.stringify(data)) as unknown, errors: errors.map(toEntry) };
}

const book = (id: string) => ({ __typename: 'Book', id, author: { __typename: 'Author', id } });
const idsOf = ({ representations = [] }: SubgraphRequest) =>
  representations.map((text) => (JSON.parse(text) as { id: string }).id);
const people: Answer = (request) => ({
  data: { _entities: idsOf(request).map((id) => ({ name: `name of ${id}`, home: { city: id } })) },
});
const booksOf =
  (...ids: string[]): Answer =>
  () => ({ data: { books: ids.map(book) } });
const named = '{ books { author { name } } }';

test('equal entities are asked for once, and their answer stands at all their places', async () => {
  const { sent, data } = await run('{ books { author { name home { city } } } }', {
    books: booksOf('a', 'b', 'a', 'a'),
    people,
  });
  assert.deepEqual(sent.slice(1).map(idsOf), [['a', 'b']]);
  const author = (id: string) => ({ author: { name: `name of ${id}`, home: { city: id } } });
  assert.deepEqual(data, { books: [author('a'), author('b'), author('a'), author('a')] });
});

test('equal requests of one query are sent once; what is below them differs from place to place all the same', async () => {
  const two = (answer: Answer) => ({
    books: () => ({ data: { first: book('a'), last: book('a') } }),
    people: answer,
  });
  const equal = await run('{ first { author { name } } last { author { name } } }', two(people));
  assert.equal(equal.sent.length, 2);
  assert.deepEqual(equal.data, {
    first: { author: { name: 'name of a' } },
    last: { author: { name: 'name of a' } },
  });
  const different = await run(
    '{ first { author { email(short: true) } } last { author { email } } }',
    two(() => ({ data: { _entities: [{ email: 'short' }], _entities1: [{ email: 'long' }] } })),
  );
  assert.equal(different.sent.length, 2);
  assert.deepEqual(different.data, {
    first: { author: { email: 'short' } },
    last: { author: { email: 'long' } },
  });
});

const bothEmails = '{ first { author { email(short: true) } } last { author { email } } }';
const bothBooks: Answer = () => ({ data: { first: book('a'), last: book('b') } });

test('fetches of one subgraph go together, and each gets its own data and errors', async () => {
  const { sent, data, errors } = await run(bothEmails, {
    books: bothBooks,
    people: () => ({
      data: { _entities: [{ email: null }], _entities1: [{ email: 'long' }] },
      errors: [{ message: 'no', path: ['_entities', 0, 'email'], extensions: { code: 'CLOSED' } }],
    }),
  });
  assert.deepEqual(
    sent.slice(1).map(({ representations, moreRepresentations }) => [representations, moreRepresentations]),
    [[['{"__typename":"Author","id":"a"}'], [['representations1', ['{"__typename":"Author","id":"b"}']]]]],
  );
  assert.deepEqual(data, { first: { author: { email: null } }, last: { author: { email: 'long' } } });
  assert.deepEqual(errors, [['first.author.email', 'CLOSED']]);
});

test('of fetches that go together only those are asked that have objects', async () => {
  const { sent, data } = await run(bothEmails, {
    books: () => ({ data: { first: null, last: book('b') } }),
    people: ({ query }) => ({ data: { _entities: [{ email: query.includes('true') ? 'short' : 'long' }] } }),
  });
  assert.equal(sent[1]?.moreRepresentations, undefined);
  assert.deepEqual(data, { first: null, last: { author: { email: 'long' } } });
});

test('fetches that are refused together go again by themselves; those that get no answer do not', async () => {
  const alone = { data: null, errors: [{ message: 'no', extensions: { code: 'CLOSED' } }] };
  for (const together of [
    { data: null, errors: [{ message: 'too much' }] },
    { data: { _entities: [{}], _entities1: [{}] }, errors: [{ message: 'of nobody knows whom' }] },
    new CodedError('SUBGRAPH_RESPONSE_INVALID', 'more than may be read'),
  ]) {
    const { sent, data, errors } = await run(bothEmails, {
      books: bothBooks,
      people: ({ query, moreRepresentations }) => {
        if (moreRepresentations) return together;
        return query.includes('true') ? alone : { data: { _entities: [{ email: 'long' }] } };
      },
    });
    assert.equal(sent.length, 4);
    assert.deepEqual(data, { first: { author: { email: null } }, last: { author: { email: 'long' } } });
    assert.deepEqual(errors, [['first.author', 'CLOSED']]);
  }
  const away = await run(bothEmails, {
    books: bothBooks,
    people: () => new CodedError('SUBGRAPH_UNAVAILABLE', 'away'),
  });
  assert.equal(away.sent.length, 2);
  assert.deepEqual(away.errors, [
    ['first.author', 'SUBGRAPH_UNAVAILABLE'],
    ['last.author', 'SUBGRAPH_UNAVAILABLE'],
  ]);
});

test('an error of an entity stands at all the places that it spoils, and one of all entities at their list', async () => {
  const books = booksOf('a', 'b', 'a');
  const ofEntity = await run(named, {
    books,
    people: () => ({
      data: { _entities: [{ name: null }, { name: 'b' }] },
      errors: [{ message: 'no', path: ['_entities', 0, 'name'], extensions: { code: 'CLOSED' } }],
    }),
  });
  assert.deepEqual(ofEntity.errors, [
    ['books.0.author.name', 'CLOSED'],
    ['books.2.author.name', 'CLOSED'],
  ]);
  const ofAll = await run(named, { books, people: () => ({ data: null, errors: [{ message: 'no' }] }) });
  assert.deepEqual(ofAll.errors, [['books', 'DOWNSTREAM_SERVICE_ERROR']]);
  assert.deepEqual(ofAll.data, {
    books: [{ author: { name: null } }, { author: { name: null } }, { author: { name: null } }],
  });
});

test('a subgraph that is away leaves the rest, with an error at each place; so do entities that nobody asked for', async () => {
  const away = await run(named, {
    books: booksOf('a', 'b'),
    people: () => new CodedError('SUBGRAPH_UNAVAILABLE', 'away'),
  });
  assert.deepEqual(away.errors, [
    ['books.0.author', 'SUBGRAPH_UNAVAILABLE'],
    ['books.1.author', 'SUBGRAPH_UNAVAILABLE'],
  ]);
  const root = await run('{ books { id } n: count }', {
    books: () => new CodedError('SUBGRAPH_TIMEOUT', 'late'),
  });
  assert.deepEqual(
    [root.data, root.errors],
    [
      null,
      [
        ['books', 'SUBGRAPH_TIMEOUT'],
        ['n', 'SUBGRAPH_TIMEOUT'],
      ],
    ],
  );
  for (const entities of [[], [{}, {}], null, 'x', ['x'], [[]]]) {
    const wrong = await run(named, {
      books: booksOf('a'),
      people: () => ({ data: { _entities: entities } }),
    });
    assert.deepEqual(wrong.errors, [['books.0.author', 'SUBGRAPH_RESPONSE_INVALID']]);
  }
});

test('the number of places that one error tells of is limited', async () => {
  const ids = Array.from({ length: 500 }, () => 'a');
  const { errors } = await run(named, {
    books: booksOf(...ids),
    people: () => ({ data: { _entities: [null] }, errors: [{ message: 'no', path: ['_entities', 0] }] }),
  });
  assert.equal(errors.length, 100);
});

test('a client that has left costs one error for each request, not one for each place', async () => {
  const left = new AbortController();
  const { errors } = await run(
    named,
    {
      books: booksOf('a', 'b', 'c'),
      people: () => {
        left.abort();
        return new CodedError('SUBGRAPH_UNAVAILABLE', 'left');
      },
    },
    {},
    supergraph,
    left.signal,
  );
  assert.deepEqual(errors, [[undefined, 'SUBGRAPH_UNAVAILABLE']]);
});

test('a value that is no list or object where the schema has one is null, with an error; a value of another type is null', async () => {
  const author = { __typename: 'Author', id: 'a' };
  const { data, errors } = await run('{ books { author { name tags home { city } } } }', {
    books: () => ({ data: { books: [{ author }] } }),
    people: () => ({ data: { _entities: [{ name: 5, tags: 'x', home: [1] }] } }),
  });
  assert.deepEqual(data, { books: [{ author: { name: null, tags: null, home: null } }] });
  assert.deepEqual(errors, [
    ['books.0.author.tags', 'SUBGRAPH_RESPONSE_INVALID'],
    ['books.0.author.home', 'SUBGRAPH_RESPONSE_INVALID'],
  ]);
});

test('a null that may not be one takes its parent with it', async () => {
  const nothing = await run('{ count books { id } }', {
    books: () => ({ data: { count: null, books: [] } }),
  });
  assert.equal(nothing.data, null);
  const item = await run('{ books { author { tags } } }', {
    books: booksOf('a'),
    people: () => ({ data: { _entities: [{ tags: ['x', null] }] } }),
  });
  assert.deepEqual(item.data, { books: [{ author: { tags: null } }] });
});

test('introspection is answered here, beside what subgraphs answer', async () => {
  const query = `query ($name: String!) { count ... on Query { kind: __type(name: $name) { kind name } } __schema { queryType { name } } }`;
  const { data, sent } = await run(query, { books: () => ({ data: { count: 1 } }) }, { name: 'Book' });
  assert.deepEqual(data, {
    count: 1,
    kind: { kind: 'OBJECT', name: 'Book' },
    __schema: { queryType: { name: 'Query' } },
  });
  assert.equal(sent.length, 1);
});

test('variables of @include decide each time anew', async () => {
  const query = 'query ($yes: Boolean = true) { count books @include(if: $yes) { id } }';
  const books: Answer = () => ({ data: { count: 1, books: [{ id: 'a' }] } });
  const yes = { count: 1, books: [{ id: 'a' }] };
  for (const [variables, expected] of [
    [{}, yes],
    [{ yes: true }, yes],
    [{ yes: false }, { count: 1 }],
  ] as const) {
    assert.deepEqual((await run(query, { books }, variables)).data, expected);
  }
});

test('equal objects whose requirements differ do not share what is answered by them', async () => {
  const imports = 'import: ["@key", "@shareable", "@external", "@requires"]';
  const own = link.replace(/import: .*(?=\))/, imports);
  const graph = parseSupergraph(
    compose([
      {
        name: 'items',
        url: 'http://items.invalid',
        typeDefs: `${own} type Query { items: [Item] } type Item @key(fields: "id") { id: ID! weight: Int }`,
      },
      {
        name: 'sizes',
        url: 'http://sizes.invalid',
        typeDefs: `${own} type Item @key(fields: "id") { id: ID! info: Info @shareable } type Info @shareable { x: Int }`,
      },
      {
        name: 'freight',
        url: 'http://freight.invalid',
        typeDefs: `${own}
          type Item @key(fields: "id") { id: ID! weight: Int @external info: Info @shareable @requires(fields: "weight") }
          type Info @shareable { y: Int }`,
      },
    ]),
  );
  const item = (weight: number | null) => ({ __typename: 'Item', id: 'a', weight });
  const { data } = await run(
    '{ items { info { x y } } }',
    {
      items: () => ({ data: { items: [item(null), item(2), item(2)] } }),
      sizes: ({ representations = [] }) => ({
        data: { _entities: representations.map(() => ({ info: { x: 1 } })) },
      }),
      freight: ({ representations = [] }) => ({
        data: {
          _entities: representations.map((text) => ({
            info: { y: (JSON.parse(text) as { weight: unknown }).weight },
          })),
        },
      }),
    },
    {},
    graph,
  );
  const info = (y: number | null) => ({ info: { x: 1, y } });
  assert.deepEqual(data, { items: [info(null), info(2), info(2)] });
});

test('an object of a type that cannot be there is null, and shows nothing that was fetched', async () => {
  const { data } = await run('{ books { author { home { city } } } }', {
    books: booksOf('a'),
    people: () => ({
      data: { _entities: [{ home: { __typename: 'Book', city: 'x', author: { id: 'hidden' } } }] },
    }),
  });
  assert.deepEqual(data, { books: [{ author: { home: null } }] });
});

test('an answer without data or errors, and an error of an entity that nobody asked for, are told', async () => {
  const nothing = await run('{ books { id } }', { books: () => ({ data: null }) });
  assert.deepEqual(
    [nothing.data, nothing.errors],
    [{ books: null }, [['books', 'SUBGRAPH_RESPONSE_INVALID']]],
  );
  const stray = await run(named, {
    books: booksOf('a'),
    people: () => ({ data: { _entities: [null] }, errors: [{ message: 'no', path: ['_entities', 7] }] }),
  });
  assert.deepEqual(stray.errors, [['books', 'DOWNSTREAM_SERVICE_ERROR']]);
});

test('a value that is missing where one must be has an error, unless its subgraph gave one', async () => {
  const silent = await run('{ n: count }', { books: () => ({ data: { n: null } }) });
  assert.deepEqual([silent.data, silent.errors], [null, [['n', 'SUBGRAPH_RESPONSE_INVALID']]]);
  const told = await run('{ n: count }', {
    books: () => ({ data: null, errors: [{ message: 'no', path: ['n'], extensions: { code: 'CLOSED' } }] }),
  });
  assert.deepEqual([told.data, told.errors], [null, [['n', 'CLOSED']]]);
});

test('values that nest deeper than the stack bears cost their own place, and nothing else', async () => {
  const levels = 200_000;
  const deep = JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
  const answers = { count: 1, books: deep };
  const executorAnswers: Answer = () => ({ data: answers });
  const { data, errors } = await run('{ count books { author { name } } }', {
    books: executorAnswers,
    people,
  });
  assert.deepEqual(data, { count: 1, books: [null] });
  assert.ok(errors.every(([, code]) => code === 'SUBGRAPH_RESPONSE_INVALID') && errors.length > 0);
});
