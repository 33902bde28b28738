import assert from 'node:assert/strict';
import { test } from 'node:test';
import { v7 as createId } from 'uuid';
import { ZodError } from 'zod';
import { decodeAuditEntry, encodeAuditEntry, maxAuditEntryBytes } from './audit-codec.ts';
import { type AuditEntry, auditBounds } from './audit-entry.ts';

const entry: AuditEntry = {
  id: createId(),
  at: '2026-03-01T09:30:00.000Z',
  actor: { id: 'ada', kind: 'PERSON' },
  clientId: 'dashboard',
  address: '192.0.2.7',
  requestId: 'r-1',
  source: 'billing',
  action: 'INVOICE_ISSUED',
  level: 'NOTICE',
  object: { type: 'Invoice', id: 'i-1' },
  outcome: 'DONE',
  code: null,
  count: 1,
};

function decode(wire: unknown) {
  return decodeAuditEntry({ value: Buffer.from(JSON.stringify(wire)) });
}

test('an entry comes back as it was written, under its id and with its time', () => {
  const record = encodeAuditEntry(entry);
  assert.deepEqual(decodeAuditEntry(record), { kind: 'entry', entry });
  assert.equal(record.key, entry.id);
  assert.equal(record.headers['ce_id'], entry.id);
  assert.equal(record.timestampMs, Date.UTC(2026, 2, 1, 9, 30));
});

test('all that is wrong with a record is told at once', () => {
  const decoded = decode({
    ...entry,
    at: 'noon',
    action: 'issued',
    actor: { id: '', kind: 'PERSON' },
    mail: 1,
  });
  assert.ok(decoded.kind === 'invalid');
  const paths = decoded.problems.map(({ path }) => path).toSorted();
  assert.deepEqual(paths, ['', '/action', '/actor/id', '/at']);
});

test('a record that is not JSON or too large is refused', () => {
  for (const value of [Buffer.from('{'), Buffer.from([0xff]), Buffer.alloc(maxAuditEntryBytes + 1, 32)])
    assert.equal(decodeAuditEntry({ value }).kind, 'invalid');
});

test('the largest entry fits', () => {
  const longest = '\u{1f600}'.repeat(auditBounds.id).slice(0, auditBounds.id - 1);
  const largest: AuditEntry = {
    ...entry,
    actor: { id: longest, kind: 'SERVICE' },
    clientId: longest,
    address: '2001:db8:1111:2222:3333:4444:5555:6666',
    requestId: '"'.repeat(auditBounds.requestId),
    action: 'A'.repeat(auditBounds.word),
    object: { type: 'T'.repeat(auditBounds.word), id: longest },
    code: 'C'.repeat(auditBounds.word),
    count: auditBounds.count,
  };
  const record = encodeAuditEntry(largest);
  assert.ok(record.value.length < maxAuditEntryBytes);
  assert.deepEqual(decodeAuditEntry(record), { kind: 'entry', entry: largest });
});

test('an entry that no reader would take is not sent', () => {
  assert.throws(() => encodeAuditEntry({ ...entry, address: 'here' }), ZodError);
  assert.throws(() => encodeAuditEntry({ ...entry, actor: { id: 'a\nb', kind: 'PERSON' } }), ZodError);
});
