import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import { parseEventHeaders } from '#schema/facturation/event.ts';
import { freeLine, mutateInvoice, succeed } from '../testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

interface WrittenMessage {
  event_id: string;
  key: string;
  value: Uint8Array;
  headers: Record<string, string>;
}

async function takeMessages(): Promise<WrittenMessage[]> {
  const taken = await billing.database.sql<WrittenMessage[]>`
    with taken as (delete from outbox returning *) select * from taken order by position`;
  return [...taken];
}

test('issuing writes one message with the issued invoice, even if the call is repeated', async () => {
  const customerId = billing.addCustomer({ displayName: 'Chez Zoé' });
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  assert.deepEqual(await takeMessages(), []);
  const input = {
    id: draft.id,
    expectedVersion: 1,
    issueDate: '2026-02-28',
    idempotencyKey: 'told once',
  };
  const issued = await succeed(manager, 'issueInvoice', input);
  await succeed(manager, 'issueInvoice', input);

  const [written, ...others] = await takeMessages();
  assert.ok(written);
  assert.deepEqual(others, []);
  assert.equal(written.key, customerId);
  assert.deepEqual(decodeMessage(written.value), {
    kind: 'message',
    message: {
      invoiceNumber: issued.number,
      customerName: 'Chez Zoé',
      amountMinor: 14_400n,
      currency: 'EUR',
      issuedAt: '2026-03-01T12:00:00.000Z',
      customerId,
      issueDate: '2026-02-28',
    },
    issuedAtMs: Date.UTC(2026, 2, 1, 12),
  });
  assert.deepEqual(parseEventHeaders(written.headers), {
    kind: 'event',
    event: { id: written.event_id, source: '/billing' },
  });
});

test('an issue that is refused or fails at its end writes no message', async () => {
  const customerId = billing.addCustomer();
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  const stale = { id: draft.id, expectedVersion: 7 };
  assert.equal((await mutateInvoice(manager, 'issueInvoice', stale)).invoice, null);
  await billing.database.sql.unsafe(`
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'staged'; end $$;
    create constraint trigger staged after insert on outbox deferrable initially deferred
      for each row execute function fail()`);
  const { errors } = await manager(
    'mutation ($input: IssueInvoiceInput!) { issueInvoice(input: $input) { invoice { number } } }',
    { input: { id: draft.id, expectedVersion: 1, idempotencyKey: 'fails' } },
  );
  assert.equal(errors.length, 1);
  await billing.database.sql`drop trigger staged on outbox`;
  assert.deepEqual(await takeMessages(), []);
  const issued = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  assert.match(issued.number ?? '', /^2026-/);
  assert.equal((await takeMessages()).length, 1);
});
