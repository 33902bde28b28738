import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { createLog } from '#platform/log/log.ts';
import { AuditUnavailableError } from './audit-unavailable-error.ts';
import { GatewayAudit, type GatewayAuditOptions, type GatewayEvent } from './gateway-audit.ts';

const opened: GatewayAudit[] = [];
afterEach(async () => {
  for (const audit of opened.splice(0)) await audit.close();
});

function open(changes: Partial<GatewayAuditOptions> = {}) {
  const entries: AuditEntry[] = [];
  const audit = new GatewayAudit({
    keep: async (line) => void entries.push(JSON.parse(line)),
    onKept: () => {},
    onLost: () => {},
    log: createLog({ name: 'test', level: 'silent' }),
    ...changes,
  });
  opened.push(audit);
  const tell = () => entries.splice(0).map(({ address, code, count }) => [address, code, count]);
  return { audit, tell };
}

const refusal: GatewayEvent = {
  action: 'TOKEN_REFUSED',
  principal: undefined,
  clientAddress: '192.0.2.1',
  requestId: 'r-1',
  outcome: 'REFUSED',
  code: 'TOKEN_EXPIRED',
};

test('equal refusals of one caller are one entry at once, and one with their number at the end of the minute', async () => {
  const { audit, tell } = open();
  for (let nth = 0; nth < 5; nth += 1) await audit.recordOften(refusal);
  await audit.recordOften({ ...refusal, code: 'TOKEN_MALFORMED' });
  await audit.recordOften({ ...refusal, clientAddress: '2001:db8:0:1::/64' });
  assert.deepEqual(tell(), [
    ['192.0.2.1', 'TOKEN_EXPIRED', 1],
    ['192.0.2.1', 'TOKEN_MALFORMED', 1],
    ['2001:db8:0:1::', 'TOKEN_EXPIRED', 1],
  ]);
  await audit.endWindows();
  assert.deepEqual(tell(), [['192.0.2.1', 'TOKEN_EXPIRED', 4]]);
  await audit.recordOften(refusal);
  await audit.endWindows();
  assert.deepEqual(tell(), [['192.0.2.1', 'TOKEN_EXPIRED', 1]]);
  await audit.endWindows();
  await audit.recordOften(refusal);
  assert.deepEqual(tell(), [['192.0.2.1', 'TOKEN_EXPIRED', 1]]);
});

test('however many addresses are refused, the entries of a minute are bounded', async () => {
  const { audit, tell } = open();
  for (let nth = 0; nth < 10_100; nth += 1) {
    const clientAddress = `10.${nth >> 16}.${(nth >> 8) & 255}.${nth & 255}`;
    await audit.recordOften({ ...refusal, clientAddress });
  }
  assert.equal(tell().length, 10_001);
  await audit.endWindows();
  assert.deepEqual(tell(), [[null, 'TOKEN_EXPIRED', 99]]);
});

test('an entry that cannot be kept is lost, or refuses its action', async () => {
  const keep = async () => assert.fail('full');
  const lost: string[] = [];
  const { audit } = open({ keep, onLost: ({ action }) => lost.push(action) });
  await audit.record(refusal);
  assert.deepEqual(lost, ['TOKEN_REFUSED']);
  const onLost = () => {
    throw new AuditUnavailableError();
  };
  await assert.rejects(open({ keep, onLost }).audit.record(refusal), { code: 'AUDIT_UNAVAILABLE' });
});
