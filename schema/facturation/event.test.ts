import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage } from './codec.ts';
import {
  invoiceIssuedType,
  isSimulated,
  parseEventHeaders,
  toFacturationRecord,
  toSimulatorSource,
} from './event.ts';
import { importedTotalsType } from './imported-totals.ts';
import { getIssueDate } from './message.ts';

const message = {
  invoiceNumber: '2026-000042',
  customerName: 'Ada',
  amountMinor: 100n,
  currency: 'EUR',
  issuedAt: '2026-03-01T10:30:00+01:00',
};
const identity = { id: 'e-1', source: '/billing' };

test('a record carries the message and its identity, stamped with the time of the event', () => {
  const record = toFacturationRecord(message, identity);
  const issuedAtMs = Date.UTC(2026, 2, 1, 9, 30);
  assert.deepEqual(decodeMessage(record.value), { kind: 'message', message, issuedAtMs });
  assert.deepEqual(parseEventHeaders(record.headers), { kind: 'event', event: identity });
  assert.equal(record.timestampMs, issuedAtMs);
});

test("the key is the customer's identifier or, without one, the name", () => {
  assert.equal(toFacturationRecord(message, identity).key, 'Ada');
  assert.equal(toFacturationRecord({ ...message, customerId: 'c-1' }, identity).key, 'c-1');
});

test('headers are those of the Kafka protocol binding of CloudEvents, binary mode', () => {
  assert.deepEqual(toFacturationRecord(message, identity).headers, {
    ce_specversion: '1.0',
    ce_id: 'e-1',
    ce_source: '/billing',
    ce_type: invoiceIssuedType,
    ce_time: message.issuedAt,
    ce_subject: '2026-000042',
    'content-type': 'application/json',
  });
});

test('headers that name no event of ours are refused with all that is wrong', () => {
  const parsed = parseEventHeaders({ ce_id: '', ce_type: 'another', 'content-type': 'text/plain' });
  assert.deepEqual(parsed.kind === 'invalid' && parsed.problems.map(({ path }) => path), [
    '/headers/ce_specversion',
    '/headers/ce_type',
    '/headers/ce_id',
    '/headers/ce_source',
    '/headers/content-type',
  ]);
});

test('headers are those of the type that is asked for, and of no other', () => {
  const { headers } = toFacturationRecord(message, identity);
  const other = { ...headers, ce_type: importedTotalsType };
  assert.deepEqual(parseEventHeaders(other, importedTotalsType), { kind: 'event', event: identity });
  assert.equal(parseEventHeaders(other).kind, 'invalid');
  assert.equal(parseEventHeaders(headers, importedTotalsType).kind, 'invalid');
});

test('a content type may have a parameter', () => {
  const { headers } = toFacturationRecord(message, identity);
  const parsed = parseEventHeaders({ ...headers, 'content-type': 'application/json; charset=UTF-8' });
  assert.equal(parsed.kind, 'event');
});

test('an invoice is simulated if its message says so, or its event comes from a simulator', () => {
  assert.equal(isSimulated({ ...message, simulated: true }, identity), true);
  // So sent the first release.
  assert.equal(isSimulated(message, { id: 'e-1', source: toSimulatorSource('SIM') }), true);
  assert.equal(isSimulated(message, identity), false);
});

test('a message without an issue date has that of its instant in the seller’s zone', () => {
  const newYear = Date.UTC(2025, 11, 31, 23, 30);
  assert.equal(getIssueDate({}, newYear, 'Europe/Paris'), '2026-01-01');
  assert.equal(getIssueDate({}, newYear, 'America/New_York'), '2025-12-31');
  assert.equal(getIssueDate({ issueDate: '2024-02-29' }, newYear, 'Europe/Paris'), '2024-02-29');
});
