import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { z } from 'zod';
import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAudit } from './open-audit.ts';

/** A log that can be away. */
class StagedLog implements Pick<EventLog, 'ensureTopic' | 'append'> {
  readonly entries: AuditEntry[] = [];
  isAway = false;

  async ensureTopic(): Promise<number> {
    return 1;
  }

  async append(_topic: string, records: Parameters<EventLog['append']>[1]): Promise<[]> {
    if (this.isAway) throw new Error('away');
    for (const record of records) {
      const decoded = decodeAuditEntry(record);
      assert.ok(decoded.kind === 'entry');
      this.entries.push(decoded.entry);
    }
    return [];
  }
}

const closers: (() => unknown)[] = [];
const log = new StagedLog();
let folder: string;
let gateway: TestGateway;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const audit = await openAudit({
    configuration: {
      eventLog: z.object(eventLogFields).parse({}),
      isClosedWhenFull: true,
      maxSpoolBytes: 2_000,
    },
    dataFolder: folder,
    eventLog: log as unknown as EventLog,
    log: createLog({ name: 'test', level: 'silent' }),
    owner: { own: (_label, close) => void closers.push(close) },
  });
  gateway = await startTestGateway({ MAX_DEPTH: '3' }, { audit });
});
beforeEach(() => {
  log.entries.length = 0;
});
after(async () => {
  await gateway?.close();
  for (const close of closers.reverse()) await close();
  await rm(folder, { recursive: true });
});

async function readEntries(count: number) {
  await waitFor('the entries', () => log.entries.length >= count);
  return log.entries.map(({ action, code, address, object, actor }) => ({
    action,
    code,
    address,
    object,
    kind: actor.kind,
  }));
}

const origin = { address: '127.0.0.1' } as const;

test('a change without the right to it is one entry under its name in the schema; queries that are cut make none', async () => {
  await gateway.ask('{ books { price } }', { roles: ['USER'] });
  await gateway.ask('mutation { secret: lend(isbn: "1") { title } again: lend(isbn: "2") { title } }', {
    roles: ['USER'],
  });
  assert.deepEqual(await readEntries(1), [
    {
      action: 'MUTATION_REFUSED',
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      ...origin,
      object: { type: 'Mutation', id: 'lend' },
      kind: 'PERSON',
    },
  ]);
});

test('subgraphs are told the origin of a request by the gateway alone', async () => {
  await gateway.ask('mutation { lend(isbn: "1") { title } }', {
    roles: ['LIBRARIAN'],
    headers: { 'gateway-client-address': '192.0.2.9', 'gateway-request-id': 'forged' },
  });
  const { headers = {} } = gateway.library.books.seen.at(-1) ?? {};
  assert.equal(headers['gateway-client-address'], '127.0.0.1');
  assert.match(String(headers['gateway-request-id']), /^[0-9a-f-]{36}$/);
});

test('a refused token and an exceeded limit are entries', async () => {
  const refused = await gateway.ask('{ hello }', { headers: { authorization: 'Bearer nonsense' } });
  assert.equal(refused.status, 401);
  const deep = await gateway.ask('{ books { author { name { a { b } } } } }');
  assert.equal(deep.status, 400);
  const entries = await readEntries(2);
  assert.deepEqual(
    entries.map(({ action, code }) => [action, code]),
    [
      ['TOKEN_REFUSED', 'TOKEN_MALFORMED'],
      ['LIMIT_EXCEEDED', 'MAX_DEPTH_LIMIT'],
    ],
  );
});

test('what waits while the log is away comes later, and without room the refusal is another one', async () => {
  log.isAway = true;
  const refuse = () => gateway.ask('mutation { lend(isbn: "1") { title } }', { roles: ['USER'] });
  const codes: unknown[] = [];
  for (let nth = 0; nth < 10; nth += 1) codes.push((await refuse()).body.errors?.[0]?.extensions['code']);
  const kept = codes.filter((code) => code === 'UNAUTHORIZED_FIELD_OR_TYPE').length;
  assert.ok(kept > 0 && kept < 10, String(codes));
  assert.equal(codes.at(-1), 'AUDIT_UNAVAILABLE');
  log.isAway = false;
  await waitFor('the log to have them', () => log.entries.length === kept);
});
