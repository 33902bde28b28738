import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'graphql';
import { compose } from '../../testing/compose.ts';
import { parseSupergraph } from '../supergraph/supergraph.ts';
import { createApolloPlanner } from './apollo-planner.ts';
import { createCachedPlanner } from './cached-planner.ts';
import { createOverrideDecision, findUnknownLabels } from './overrides.ts';

const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])`;

const sdl = compose([
  {
    name: 'old',
    url: 'http://127.0.0.1:1',
    typeDefs: `${federationLink} type Query { book: Book } type Book @key(fields: "id") { id: ID! title: String pages: Int year: Int }`,
  },
  {
    name: 'new',
    url: 'http://127.0.0.1:2',
    typeDefs: `${federationLink} type Book @key(fields: "id") {
      id: ID!
      title: String @override(from: "old", label: "percent(25)")
      pages: Int @override(from: "old", label: "percent(75)")
      year: Int @override(from: "old", label: "years")
    }`,
  },
]);
const supergraph = parse(sdl);

describe('the labels that hold for a request', () => {
  test('are those whose share is larger than the number drawn', () => {
    for (const [drawn, labels] of [
      [0, ['percent(25)', 'percent(75)']],
      [0.2499, ['percent(25)', 'percent(75)']],
      [0.25, ['percent(75)']],
      [0.75, []],
      [0.999, []],
    ] as const) {
      assert.deepEqual([...createOverrideDecision(supergraph, [], () => drawn)()].sort(), labels);
    }
  });

  test('are decided anew for each request, in the share that was asked for', () => {
    const decide = createOverrideDecision(supergraph, []);
    const count = Array.from({ length: 10_000 }, () => decide()).filter((labels) =>
      labels.has('percent(25)'),
    ).length;
    assert.ok(count > 2_200 && count < 2_800, String(count));
  });

  test('are the configured ones, if the supergraph has them', () => {
    const decide = createOverrideDecision(supergraph, ['years', 'unknown'], () => 0.9);
    assert.deepEqual([...decide()], ['years']);
  });
});

test('a configured label that the supergraph has not is found', () => {
  assert.deepEqual(findUnknownLabels(supergraph, ['years', 'yaers', 'percent(25)']), ['yaers']);
});

test('a field is fetched from the overriding subgraph where its label holds, and from the other elsewhere', () => {
  const planner = createCachedPlanner(createApolloPlanner(parseSupergraph(sdl).federation.supergraph), {
    maxPlans: 10,
  });
  const document = parse('{ book { title year } }');
  const fetchesOf = (...labels: string[]) =>
    JSON.stringify(planner.plan(document, undefined, new Set(labels))).match(/"serviceName":"(\w+)"/g);
  assert.deepEqual(fetchesOf(), ['"serviceName":"old"']);
  assert.deepEqual(fetchesOf('percent(25)'), ['"serviceName":"old"', '"serviceName":"new"']);
  assert.deepEqual(fetchesOf('years'), ['"serviceName":"old"', '"serviceName":"new"']);
  assert.deepEqual(fetchesOf(), ['"serviceName":"old"']);
  assert.equal(
    planner.plan(document, undefined, new Set(['years'])),
    planner.plan(document, undefined, new Set(['years'])),
  );
});
