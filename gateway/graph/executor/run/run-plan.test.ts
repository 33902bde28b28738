import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { createLog } from '#platform/log/log.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch } from '../plan/compile-plan.ts';
import { compileRepresentation } from '../plan/representation.ts';
import type { AnswerObject } from '../response/answer-object.ts';
import type { PlanRun } from './plan-run.ts';
import { runNode } from './run-plan.ts';

const schema = buildSchema(
  'type Query { a: ID } type Author { id: ID } type Robot { id: ID } type Review { id: ID }',
);
/** Representations of one type by its id. */
const byIdOf = (typeCondition: string) =>
  compileRepresentation(
    schema,
    [
      {
        kind: 'InlineFragment',
        typeCondition,
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'id' },
        ],
      },
    ],
    undefined,
  );
const representations = byIdOf('Author');
const path = ['authors', '@'];

const toFetch = (more: Partial<CompiledFetch>): CompiledFetch => ({
  kind: 'fetch',
  id: undefined,
  subgraph: 'people',
  query: '{ a }',
  operationName: undefined,
  variableUsages: [],
  path,
  representations,
  rewriteAnswer: undefined,
  twins: undefined,
  ...more,
});

function createRun(data: AnswerObject, answer: (request: SubgraphRequest) => SubgraphResponse): PlanRun {
  return {
    data,
    errors: [],
    shared: new Set(),
    found: new Map(),
    copied: { count: 0 },
    texts: { hasEscapes: false },
    variables: {},
    call: { headers: {}, signal: new AbortController().signal },
    transport: { send: async (request) => answer(request) },
    sent: new Map(),
    log: createLog({ name: 'test', level: 'silent' }),
  };
}
const author = (id: string, more: AnswerObject = {}) => ({ __typename: 'Author', id, ...more });

test('objects are looked for anew once there are others', async () => {
  const asked: (number | undefined)[] = [];
  const run = createRun({ authors: [author('1')] }, (request) => {
    asked.push(request.representations?.length);
    if (!request.representations) return { data: { authors: [author('1'), author('2')] } };
    return { data: { _entities: request.representations.map(() => ({ name: 'x' })) } };
  });
  const entities = toFetch({});
  const root = toFetch({ path: [], representations: undefined });
  await runNode(run, { kind: 'sequence', nodes: [entities, entities, root, entities] });
  assert.deepEqual(asked, [1, 1, undefined, 2]);
});

test('what an object has in common with one that was not asked for stays as it is there', async () => {
  const favourite = { id: 'f' };
  const robot = { __typename: 'Robot', id: 'r', favourite };
  const run = createRun({ authors: [author('1', { favourite }), robot] }, () => ({
    data: { _entities: [{ favourite: { name: 'x' } }] },
  }));
  run.shared.add(favourite);
  await runNode(run, toFetch({}));
  assert.deepEqual(run.data, {
    authors: [author('1', { favourite: { id: 'f', name: 'x' } }), { ...robot, favourite: { id: 'f' } }],
  });
});

const reviewsOf = (data: AnswerObject) => data['reviews'] as { author: AnswerObject }[];
const byReview = byIdOf('Review');

test('an answer reaches the objects that took the place of those it was asked for', async () => {
  const review = (id: string) => ({ __typename: 'Review', id, author: author('1') });
  const late = Promise.withResolvers<void>();
  const run: PlanRun = {
    ...createRun({ reviews: [review('a'), review('b')] }, () => ({})),
    transport: {
      async send({ subgraph }) {
        if (subgraph === 'badges')
          return { data: { _entities: [{ author: { badge: 'x' } }, { author: { badge: 'y' } }] } };
        await late.promise;
        return {
          data: { _entities: [{ name: 'n' }] },
          errors: [{ message: 'no mail', path: ['_entities', 0, 'email'] }],
        };
      },
    },
  };
  const people = runNode(run, toFetch({ path: ['reviews', '@', 'author'] }));
  await runNode(run, toFetch({ subgraph: 'badges', path: ['reviews', '@'], representations: byReview }));
  late.resolve();
  await people;
  assert.deepEqual(
    reviewsOf(run.data).map((each) => each.author),
    [author('1', { badge: 'x', name: 'n' }), author('1', { badge: 'y', name: 'n' })],
  );
  assert.deepEqual(
    run.errors.map(({ path }) => path?.join('.')),
    ['reviews.0.author.email', 'reviews.1.author.email'],
  );
});

test('equal objects that one answer tells apart are apart', async () => {
  const run = createRun({ reviews: [{ author: author('1') }, { author: author('1') }] }, (request) => ({
    data: request.representations
      ? { _entities: [{ name: 'n' }] }
      : { reviews: [{ author: { badge: 'x' } }, { author: { badge: 'y' } }] },
  }));
  await runNode(run, toFetch({ path: ['reviews', '@', 'author'] }));
  await runNode(run, toFetch({ path: [], representations: undefined }));
  assert.deepEqual(
    reviewsOf(run.data).map((each) => each.author),
    [author('1', { name: 'n', badge: 'x' }), author('1', { name: 'n', badge: 'y' })],
  );
});
