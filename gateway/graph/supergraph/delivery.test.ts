import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose } from '../../testing/compose.ts';
import { readDeliveries } from './delivery.ts';
import { parseSupergraph } from './supergraph.ts';

function deliveriesOf(field: string, link = 'import: ["@delivery"]', name = 'delivery') {
  const typeDefs = /* GraphQL */ `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@composeDirective"])
      @link(url: "https://rules.example/delivery/v1.0", ${link})
      @composeDirective(name: "@${name}")
    directive @${name}(mode: Delivery!, resumeAfter: String, cursor: String) on FIELD_DEFINITION
    enum Delivery { EVERY NEWEST }
    type Query { hello: String }
    type Subscription { ${field} plain: Int }
    type Event { cursor: ID! }
  `;
  return readDeliveries(parseSupergraph(compose([{ name: 'a', url: 'http://127.0.0.1/graphql', typeDefs }])));
}

test('a field with the directive has its mode and its way to resume; one without has none', () => {
  const deliveries = deliveriesOf(
    'event(after: ID): Event @delivery(mode: EVERY, resumeAfter: "after", cursor: "cursor")',
  );
  assert.deepEqual(
    [...deliveries],
    [['event', { mode: 'EVERY', resume: { argument: 'after', cursorField: 'cursor' } }]],
  );
});

test('the directive may have another name', () => {
  const deliveries = deliveriesOf(
    'value: Int @sends(mode: NEWEST)',
    'import: [{ name: "@delivery", as: "@sends" }]',
    'sends',
  );
  assert.deepEqual(deliveries.get('value'), { mode: 'NEWEST' });
});

test('a supergraph whose directive names what is not there is refused', () => {
  const wrong = {
    'event: Event @delivery(mode: EVERY, resumeAfter: "after", cursor: "cursor")': /argument "after"/,
    'event(after: ID): Event @delivery(mode: EVERY, resumeAfter: "after", cursor: "place")': /cursor "place"/,
    'event(after: ID): Int @delivery(mode: EVERY, resumeAfter: "after", cursor: "cursor")':
      /not a field of Int/,
    'event(after: ID): Event @delivery(mode: EVERY, resumeAfter: "after")': /both resumeAfter and cursor/,
  };
  for (const [field, message] of Object.entries(wrong)) {
    assert.throws(() => deliveriesOf(field), { code: 'SUPERGRAPH_INVALID', message });
  }
});
