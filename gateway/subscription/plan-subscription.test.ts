import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parse, validate } from 'graphql';
import { createGraph, type FederatedGraph } from '../graph/graph.ts';
import { compose } from '../testing/compose.ts';
import { planSubscription } from './plan-subscription.ts';

const typeNames = /* GraphQL */ `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@composeDirective"])
    @link(url: "https://rules.example/delivery/v1.0", import: ["@delivery"])
    @composeDirective(name: "@delivery")
  directive @delivery(mode: Delivery!, resumeAfter: String, cursor: String) on FIELD_DEFINITION
  enum Delivery { EVERY NEWEST }
  scalar Cursor
  type Query { hello: String }
  type Subscription {
    event(after: Cursor = "start", kind: String): Event
      @delivery(mode: EVERY, resumeAfter: "after", cursor: "cursor")
    value: Int @delivery(mode: NEWEST)
  }
  type Event { cursor: Cursor! kind: String resumeAfter(limit: Int): Int }
`;

let graph: FederatedGraph;
before(() => {
  graph = createGraph(compose([{ name: 'a', url: 'http://127.0.0.1/graphql', typeDefs: typeNames }]), {
    maxPlans: 10,
    createExecutor: () => ({ execute: async () => ({ data: null, errors: [] }) }),
  });
});

function planOf(text: string, operationName?: string) {
  const document = parse(text);
  assert.deepEqual(validate(graph.supergraph.apiSchema, document), []);
  const plan = planSubscription(graph, document, operationName);
  assert.ok(plan);
  return plan;
}

test('the cursor to go on from replaces whatever the client gave', () => {
  const texts = [
    'subscription { event { kind } }',
    'subscription { event(after: "x", kind: "k") { kind } }',
    'subscription ($after: Cursor) { event(after: $after) { kind } }',
    'subscription { ...F } fragment F on Subscription { event { kind } }',
    'subscription { ... on Subscription { event { ...G } } } fragment G on Event { kind }',
  ];
  for (const text of texts) {
    const { query, variables } = planOf(text).toRequest({ after: 'x' }, 'c7');
    assert.match(query, /event\((kind:"k" )?after:\$resumeAfter\)/, text);
    assert.match(query, /eventCursor:cursor/, text);
    assert.deepEqual(variables, { resumeAfter: 'c7' }, text);
  }
});

test('without a cursor the field begins as for a new subscriber', () => {
  const { variables } = planOf('subscription { event { kind } }').toRequest({}, undefined);
  assert.deepEqual(variables, {});
});

test('a subscription begins where the client says: by value, by variable, or by default', () => {
  const byVariable = planOf('subscription ($after: Cursor = "d") { event(after: $after) { kind } }');
  assert.equal(byVariable.resume?.startOf({ after: 'x' }), 'x');
  assert.equal(byVariable.resume?.startOf({}), 'd');
  assert.equal(byVariable.resume?.startOf({ after: null }), null);
  assert.equal(planOf('subscription { event(after: "y") { kind } }').resume?.startOf({}), 'y');
  assert.equal(planOf('subscription { event { kind } }').resume?.startOf({}), 'start');
});

test('names that the client uses are not taken', () => {
  const plan = planOf(
    'subscription ($resumeAfter: Int) { eventCursor: event { resumeAfter(limit: $resumeAfter) } }',
  );
  const { query, variables } = plan.toRequest({ resumeAfter: 3 }, 'c1');
  assert.match(query, /eventCursor:event\(after:\$resumeAfter_\)/);
  assert.deepEqual(variables, { resumeAfter: 3, resumeAfter_: 'c1' });
  assert.equal(plan.resume?.cursorOf({ data: { eventCursor: { eventCursor_: 'c2' } } }), 'c2');
});

test('an event that failed has no cursor', () => {
  const { resume } = planOf('subscription { event { kind } }');
  assert.equal(resume?.cursorOf({ data: null }), undefined);
  assert.equal(resume?.cursorOf({ data: { event: null } }), undefined);
});

test('of several operations the one that was named is planned', () => {
  const text = 'subscription A { value } subscription B { event { kind } }';
  assert.equal(planOf(text, 'A').mode, 'NEWEST');
  assert.match(planOf(text, 'B').toRequest({}, 'c1').query, /after:\$resumeAfter/);
});

test('a document is planned once', () => {
  const document = parse('subscription { value }');
  assert.equal(planSubscription(graph, document, undefined), planSubscription(graph, document, undefined));
});
