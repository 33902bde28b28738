import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'graphql';
import { createLocalGateway } from '../../testing/local-gateway.ts';
import { separateRequiredFields } from './required-fields.ts';
import { createPriceShop } from './testing/price-shop.ts';

// Whoever requires a field with arguments must get it with these, and a client the same field with its own.

const shop = createPriceShop();

async function ask(query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await shop.ask(query, variables);
  assert.deepEqual(errors, undefined);
  return data;
}

describe('a client that asks for a field with other arguments than a subgraph requires it with', () => {
  const cases: [string, unknown, Record<string, unknown>?][] = [
    ['{ product { price(currency: "EUR") inDollars } }', { product: { price: 20, inDollars: '$10' } }],
    ['{ product { inDollars price(currency: "EUR") } }', { product: { inDollars: '$10', price: 20 } }],
    ['{ product { price(currency: "USD") inDollars } }', { product: { price: 10, inDollars: '$10' } }],
    ['{ product { price(currency: "EUR") byDefault } }', { product: { price: 20, byDefault: 'default 10' } }],
    [
      '{ product { cheap: price(currency: "EUR") price(currency: "JPY") inDollars } }',
      { product: { cheap: 20, price: 30, inDollars: '$10' } },
    ],
    [
      'query ($c: String!) { product { price(currency: $c) inDollars } }',
      { product: { price: 30, inDollars: '$10' } },
      { c: 'JPY' },
    ],
    [
      'query ($c: String! = "EUR") { products { ...A ...B } } fragment A on Product { price(currency: $c) } fragment B on Product { inYen }',
      {
        products: [
          { price: 20, inYen: '¥30' },
          { price: 20, inYen: '¥30' },
        ],
      },
    ],
    [
      '{ product { offer { price(currency: "USD") shop { rank(year: 1) } } best } }',
      { product: { offer: { price: 10, shop: { rank: 2 } }, best: '20 2021' } },
    ],
    [
      '{ product { offers(first: 1) { price(currency: "EUR") } two } }',
      { product: { offers: [{ price: 20 }], two: '10 20' } },
    ],
    [
      '{ items { price(currency: "EUR") ... on Product { inYen } ... on Book { inYen } } }',
      {
        items: [
          { price: 20, inYen: '¥30' },
          { price: 20, inYen: 'book ¥30' },
        ],
      },
    ],
    [
      '{ product { price__required_0: price(currency: "EUR") inDollars } }',
      { product: { price__required_0: 20, inDollars: '$10' } },
    ],
  ];
  for (const [query, data, variables] of cases) {
    test(`gets its own value in ${query}`, async () => assert.deepEqual(await ask(query, variables), data));
  }
});

describe('fields that require one field with different arguments', () => {
  const cases: [string, unknown][] = [
    ['{ product { inDollars inEuros } }', { product: { inDollars: '$10', inEuros: '€20' } }],
    [
      '{ product { plain inDollars inEuros inYen byDefault } }',
      {
        product: { plain: 'plain', inDollars: '$10', inEuros: '€20', inYen: '¥30', byDefault: 'default 10' },
      },
    ],
    [
      '{ products { price(currency: "JPY") inEuros a: inDollars b: inDollars } }',
      {
        products: [
          { price: 30, inEuros: '€20', a: '$10', b: '$10' },
          { price: 30, inEuros: '€20', a: '$10', b: '$10' },
        ],
      },
    ],
    [
      '{ product { free unknown inYen } }',
      { product: { free: 'free 0', unknown: 'unknown null', inYen: '¥30' } },
    ],
    ['{ product { best other } }', { product: { best: '20 2021', other: '30' } }],
    [
      '{ items { ... on Product { inDollars } ... on Book { inYen } } }',
      { items: [{ inDollars: '$10' }, { inYen: 'book ¥30' }] },
    ],
  ];
  for (const [query, data] of cases) {
    test(`get each their own value in ${query}`, async () => assert.deepEqual(await ask(query), data));
  }

  test('are asked for with as few lists of representations as there are sets of arguments, in one request', async () => {
    shop.seen.length = 0;
    await ask('{ products { plain inDollars inEuros a: inEuros two } }');
    assert.deepEqual(
      shop.seen.map(({ subgraph, moreRepresentations }) => [subgraph, moreRepresentations?.length ?? 0]),
      [
        ['catalog', 0],
        ['shipping', 1],
      ],
    );
  });

  test('of different types share a request', async () => {
    shop.seen.length = 0;
    await ask('{ items { ... on Product { inDollars } ... on Book { inYen } } }');
    assert.equal(shop.seen.length, 2);
  });
});

test('a supergraph whose required fields have no arguments is planned for as it is', () => {
  const document = parse('type Query { a: Int @join__field(graph: A, requires: "b") b: Int }');
  assert.equal(separateRequiredFields(document).document, document);
});

test('an error on the way to a required field names the field as its schema does', async () => {
  const gateway = createLocalGateway({
    a: {
      typeDefs: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! size(unit: String): Int }',
      resolvers: {
        Query: { item: () => ({ id: '1' }) },
        Item: {
          size: () => {
            throw new Error('No size.');
          },
        },
      },
    },
    b: {
      typeDefs: `type Item @key(fields: "id") {
        id: ID! size(unit: String): Int @external label: String @requires(fields: "size(unit: \\"m\\")")
      }`,
      resolvers: { Item: { label: ({ size }: { size: number | null }) => `size ${size}` } },
    },
  });
  const { data, errors } = await gateway.ask('{ item { label } }');
  assert.deepEqual(data, { item: { label: 'size null' } });
  assert.deepEqual(
    errors?.map(({ path }) => path),
    [['item', 'size']],
  );
});

test('in random selections each field has the value that it has alone', async () => {
  const fields = [
    ...[
      'price(currency: "EUR")',
      'price(currency: "JPY")',
      'price',
      'inDollars',
      'inEuros',
      'inYen',
      'byDefault',
    ],
    ...['free', 'unknown', 'best', 'other', 'two', 'plain', 'id'],
  ];
  const alone = new Map<string, unknown>();
  for (const field of fields) {
    const data = (await ask(`{ product { alone: ${field} } }`)) as { product: { alone: unknown } };
    alone.set(field, data.product.alone);
  }
  const selection = fc.record({
    field: fc.constantFrom(...fields),
    condition: fc.constantFrom('', ' @include(if: $a)', ' @skip(if: $b)'),
  });
  const selections = fc.array(selection, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(selections, fc.boolean(), fc.boolean(), async (chosen, a, b) => {
      const isSelected = { '': true, ' @include(if: $a)': a, ' @skip(if: $b)': !b };
      const text = chosen.map(({ field, condition }, index) => `f${index}: ${field}${condition}`).join(' ');
      // Both variables are used in any case, so that the document is valid.
      const query = `query ($a: Boolean!, $b: Boolean!) {
        product { ${text} } again: product { id @include(if: $a) other: id @skip(if: $b) }
      }`;
      const data = (await ask(query, { a, b })) as { product: unknown };
      const expected = chosen.flatMap(({ field, condition }, index) =>
        isSelected[condition] ? [[`f${index}`, alone.get(field)] as const] : [],
      );
      assert.deepEqual(data.product, Object.fromEntries(expected), query);
    }),
    { numRuns: 40 },
  );
});

describe('a subgraph that knows an interface as an object gets what it requires of each type', () => {
  const sizes: Readonly<Record<string, number>> = { m: 1, cm: 100 };
  const size = (_: unknown, { unit }: { unit: string }) => sizes[unit] ?? 0;
  const media = createLocalGateway({
    media: {
      typeDefs: /* GraphQL */ `
        type Query { media: [Media!]! }
        type Mutation { touch: Media! }
        interface Media @key(fields: "id") { id: ID! size(unit: String): Int }
        type Book implements Media @key(fields: "id") { id: ID! size(unit: String): Int }
        type Film implements Media @key(fields: "id") { id: ID! size(unit: String): Int }
      `,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: '1' },
            { __typename: 'Film', id: '2' },
          ],
        },
        Mutation: { touch: () => ({ __typename: 'Book', id: '1' }) },
        Media: {
          __resolveReference: ({ id }: { id: string }) => ({ __typename: id === '1' ? 'Book' : 'Film', id }),
        },
        Book: { size },
        Film: { size },
      },
    },
    labels: {
      typeDefs: /* GraphQL */ `
        type Query { mine: [Media!]! }
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          size(unit: String): Int @external
          inM: String @requires(fields: """size(unit: "m")""")
          inCm: String @requires(fields: """size(unit: "cm")""")
          plain: String
        }
      `,
      resolvers: {
        Query: { mine: () => [{ id: '1' }, { id: '2' }] },
        Media: {
          inM: (entity: { size: number }) => `${entity.size} m`,
          inCm: (entity: { size: number }) => `${entity.size} cm`,
          plain: () => 'plain',
        },
      },
    },
  });
  const cases: [string, unknown][] = [
    [
      '{ media { inM inCm size(unit: "none") } }',
      {
        media: [
          { inM: '1 m', inCm: '100 cm', size: 0 },
          { inM: '1 m', inCm: '100 cm', size: 0 },
        ],
      },
    ],
    [
      '{ media { ... on Book { inM } ... on Film { inCm } size(unit: "m") } }',
      {
        media: [
          { inM: '1 m', size: 1 },
          { inCm: '100 cm', size: 1 },
        ],
      },
    ],
    [
      '{ mine { ... on Film { inCm inM } plain } }',
      { mine: [{ plain: 'plain' }, { inCm: '100 cm', inM: '1 m', plain: 'plain' }] },
    ],
    ['mutation { touch { inM inCm } }', { touch: { inM: '1 m', inCm: '100 cm' } }],
  ];
  for (const [query, data] of cases) {
    test(query, async () => assert.deepEqual(await media.ask(query), { data }));
  }
});
