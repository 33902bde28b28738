import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildASTSchema, getOperationAST, parse } from 'graphql';
import { readCostRules } from './cost-rules.ts';
import { createCostEstimator } from './estimate-cost.ts';
import { measureCost } from './measure-cost.ts';

const toText = (link: string, cost: string, listSize: string) => `
  schema @link(url: "https://specs.apollo.dev/cost/v0.1"${link}) { query: Query }
  directive @link(url: String!, import: [String], as: String) on SCHEMA
  directive @${cost}(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | OBJECT | SCALAR
  directive @${listSize}(
    assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean
  ) on FIELD_DEFINITION
  type Query {
    stars(limit: Int = 4, near: String @${cost}(weight: 50)): [Star!] @${listSize}(slicingArguments: ["limit"])
    few: [Star!] @${listSize}(assumedSize: 3)
    found(limit: Int): Found @${listSize}(slicingArguments: ["limit"], sizedFields: ["items"])
    lists: [Found] @${listSize}(assumedSize: 2, sizedFields: ["items"])
    sun: Star @${cost}(weight: 7)
  }
  type Found { items: [Star!]! tags: [Star!]! }
  type Star @${cost}(weight: 5) { name: String! colour: Colour planets: [Planet!] }
  type Planet { name: String }
  enum Colour @${cost}(weight: 2) { RED WHITE }
`;
const text = toText(', import: ["@listSize"]', 'cost', 'listSize');
const document = parse(text);
const schema = buildASTSchema(document);

function ask(query: string) {
  const asked = parse(query);
  const operation = getOperationAST(asked);
  assert.ok(operation);
  return { document: asked, operation };
}

function estimate(query: string, sdl = document): number {
  return createCostEstimator()(schema, { ...ask(query), variables: {}, rules: readCostRules(sdl) });
}

for (const { name, query, cost } of [
  { name: 'a type states the cost of its values', query: '{ stars(limit: 2) { name } }', cost: 2 * (5 + 1) },
  { name: 'the default of a slicing argument counts', query: '{ stars { name } }', cost: 4 * 6 },
  {
    name: 'an argument that is given costs once',
    query: '{ stars(limit: 2, near: "") { name } }',
    cost: 50 + 12,
  },
  { name: 'a list has the size that is assumed', query: '{ few { name } }', cost: 3 * 6 },
  { name: 'a field costs what it states before its type', query: '{ sun { name } }', cost: 7 + 1 },
  { name: 'an enum states the cost of its values', query: '{ sun { colour } }', cost: 7 + 2 },
  {
    name: 'a size holds for the fields that it names, and for no other',
    query: '{ found(limit: 2) { items { name } tags { name } } }',
    cost: 1 + 2 * 6 + 10 * 6,
  },
  {
    name: 'a list whose size holds for fields below it has the usual length itself',
    query: '{ lists { items { name } } }',
    cost: 10 * (1 + 2 * 6),
  },
  {
    name: 'a size holds within fragments',
    query: '{ found(limit: 2) { ...F } } fragment F on Found { items { name } }',
    cost: 1 + 2 * 6,
  },
]) {
  test(name, () => assert.equal(estimate(query), cost));
}

test('the directives are found under the names that a schema gives them', () => {
  const query = '{ few { name } sun { colour } }';
  assert.equal(estimate(query, parse(toText('', 'cost', 'cost__listSize'))), 18 + 9);
  assert.equal(estimate(query, parse(toText(', as: "price"', 'price', 'price__listSize'))), 18 + 9);
  // Another directive of the same name, of no specification.
  assert.equal(
    estimate(query, parse(text.replace('specs.apollo.dev/cost', 'example.com/other'))),
    10 * 2 + 2,
  );
});

test('an answer costs what its lists hold', () => {
  const query = ask(
    '{ stars(near: "x") { name ...P } sun { alias: name missing: name } } fragment P on Star { planets { name } }',
  );
  const data = {
    stars: [
      { name: 'Vega', planets: [{ name: 'b' }, null, { name: 'c' }] },
      { name: 'Mira', planets: null },
    ],
    sun: { alias: 'Sun' },
  };
  const cost = measureCost(schema, readCostRules(document), query, data);
  assert.equal(cost, 50 + 2 * (5 + 1) + 2 * (1 + 1) + 7 + 1);
});
