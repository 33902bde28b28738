import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { approvalRequested } from './approval-events.ts';
import { describeWorkEvents } from './describe-work-events.ts';

const identity = { id: 'e-1', source: '/billing' };
const event = {
  approvalId: 'a-1',
  action: 'VOID',
  invoiceId: 'i-1',
  invoiceNumber: '2026-000042',
  amount: '12.50',
  currency: 'EUR',
  requestedBy: 'https://id.example/realms/test ada',
  approverRole: 'ADMIN',
  requestedAt: '2026-03-01T09:30:00.000Z',
};
const record = approvalRequested.encode(event, identity);

function decode(wire: unknown, headers = record.headers) {
  return approvalRequested.decode({ headers, value: Buffer.from(JSON.stringify(wire)) });
}

test('an event comes back as it was written, whatever a later release adds', () => {
  assert.equal(record.key, 'i-1');
  assert.equal(record.headers['ce_subject'], '2026-000042');
  assert.equal(record.timestampMs, Date.UTC(2026, 2, 1, 9, 30));
  assert.deepEqual(decode({ ...event, later: 1 }), { kind: 'event', identity, event });
});

test('all that is wrong with a record is told at once', () => {
  const wrong = { ...event, amount: '1e3', currency: 'EURO', requestedAt: 'noon', action: undefined };
  const { ce_id: _id, ...headers } = record.headers;
  const decoded = decode(wrong, headers);
  assert.ok(decoded.kind === 'invalid');
  assert.deepEqual(decoded.problems.map(({ path }) => path).toSorted(), [
    '/action',
    '/amount',
    '/currency',
    '/headers/ce_id',
    '/requestedAt',
  ]);
});

test('an event that no reader would take is not sent', () => {
  assert.throws(() => approvalRequested.encode({ ...event, amount: 'much' }, identity), z.ZodError);
});

test('the JSON Schema takes what is sent and refuses what is wrong', () => {
  const described = describeWorkEvents().find(({ type }) => type === approvalRequested.type);
  const schema = z.fromJSONSchema(described?.schema as z.core.JSONSchema.BaseSchema);
  assert.ok(schema.safeParse(JSON.parse(String(record.value))).success);
  assert.ok(!schema.safeParse({ ...event, amount: 12.5 }).success);
  assert.ok(!schema.safeParse({ ...event, currency: 'eur' }).success);
});
