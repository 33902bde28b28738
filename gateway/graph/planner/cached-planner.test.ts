import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { createCachedPlanner } from './cached-planner.ts';

function createCountingPlanner(maxPlans: number) {
  const planned: string[] = [];
  const planner = createCachedPlanner(
    {
      plan: (_document, operationName) => {
        planned.push(operationName ?? '');
        return { kind: 'QueryPlan' };
      },
    },
    { maxPlans },
  );
  return { planner, planned };
}

test('the same document is planned once for each of its operations', () => {
  const { planner, planned } = createCountingPlanner(10);
  const document = parse('query A { a } query B { b }');
  const plan = planner.plan(document, 'A');
  assert.equal(planner.plan(document, 'A'), plan);
  planner.plan(document, 'B');
  assert.deepEqual(planned, ['A', 'B']);
});

test('plans beyond the limit are forgotten, the least used first', () => {
  const { planner, planned } = createCountingPlanner(2);
  const [first, second, third] = [parse('{ a }'), parse('{ b }'), parse('{ c }')];
  for (const document of [first, second, first, third, first]) planner.plan(document, undefined);
  assert.equal(planned.length, 3);
  planner.plan(second, undefined);
  assert.equal(planned.length, 4);
});
