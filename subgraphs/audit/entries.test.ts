import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { createAuditEntry } from '#platform/audit/trail/testing/create-audit-entry.ts';
import { verifyTrail } from '#platform/audit/trail/verify-trail.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { applyRetention } from './store/apply-retention.ts';
import { startTestAudit, type TestAudit } from './testing/test-audit.ts';

let audit: TestAudit;
let auditor: GraphqlClient;

before(async () => {
  audit = await startTestAudit();
  auditor = await audit.as('AUDITOR');
});
after(() => audit?.close());

interface Page {
  readonly edges: readonly { readonly node: { readonly number: number }; readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount: number;
  readonly cursor: string;
}

async function read(variables: Readonly<Record<string, unknown>> = {}): Promise<Page> {
  const { data, errors } = await auditor<{ auditEntries: Page }>(
    `query ($filter: AuditEntryFilter, $orderBy: AuditEntryOrder, $first: Int, $after: String, $last: Int, $before: String) {
      auditEntries(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        edges { node { number } cursor } pageInfo { hasNextPage endCursor } totalCount cursor } }`,
    variables,
  );
  assert.deepEqual(errors, []);
  return data.auditEntries;
}

const numbersOf = ({ edges }: Page) => edges.map(({ node }) => node.number);

test('an entry of the log is stored once with its members, and what is none becomes a dead letter', async () => {
  const entry = createAuditEntry({
    at: '2025-03-01T09:30:00.000Z',
    level: 'WARNING',
    outcome: 'REFUSED',
    code: 'CONFLICT',
    count: 3,
  });
  const broken = { ...encodeAuditEntry(entry), value: Buffer.from('{"id":1}') };
  assert.deepEqual(await audit.receive(entry, broken, entry), { added: 1, dead: 1 });
  assert.deepEqual(await audit.receive(entry), { added: 0, dead: 0 });
  const { data, errors } = await auditor<{ auditEntry: { hash: string } }>(
    `query ($id: ID!) { auditEntry(id: $id) { id number at level actor { id } actorKind clientId address requestId source
      action object { type id } outcome code count redactedAt hash } }`,
    { id: entry.id },
  );
  assert.deepEqual(errors, []);
  const { hash, ...found } = data.auditEntry;
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(found, {
    id: entry.id,
    number: 1,
    at: '2025-03-01T09:30:00.000Z',
    level: 'WARNING',
    actor: { id: 'ada' },
    actorKind: 'PERSON',
    clientId: 'facturation-web',
    address: '192.0.2.7',
    requestId: 'r-1',
    source: 'billing',
    action: 'INVOICE_ISSUED',
    object: { type: 'Invoice', id: 'i-1' },
    outcome: 'REFUSED',
    code: 'CONFLICT',
    count: 3,
    redactedAt: null,
  });
  const [letter] = await audit.database.sql`select reason from audit.dead_letters`;
  assert.match(letter?.['reason'], /\/at /);
  for (const id of ['nothing', '01a1fd81-0453-755b-9469-a1627b6ce433']) {
    const absent = await auditor<{ auditEntry: null }>('query ($id: ID!) { auditEntry(id: $id) { id } }', {
      id,
    });
    assert.equal(absent.data.auditEntry, null);
  }
});

test('entries are filtered by each part, and a period includes its beginning and not its end', async () => {
  const first = (await audit.receive(createAuditEntry({ at: '2025-04-01T00:00:00.000Z' }))).added;
  assert.equal(first, 1);
  await audit.receive(
    createAuditEntry({ at: '2025-04-02T00:00:00.000Z', actor: { id: 'grace', kind: 'PERSON' } }),
    createAuditEntry({
      at: '2025-04-03T00:00:00.000Z',
      actor: { id: 'batch', kind: 'SERVICE' },
      source: 'batch',
    }),
    createAuditEntry({ at: '2025-04-04T00:00:00.000Z', action: 'SIGNED_OUT', object: null, level: 'INFO' }),
    createAuditEntry({
      at: '2025-04-05T00:00:00.000Z',
      object: { type: 'Customer', id: 'c-1' },
      clientId: 'erp',
    }),
    createAuditEntry({ at: '2025-04-06T00:00:00.000Z', outcome: 'REFUSED', code: 'NOT_FOUND' }),
  );
  const period = { from: '2025-04-01T02:00:00+02:00', until: '2025-04-06T00:00:00.001Z' };
  const cases: readonly (readonly [filter: object, numbers: readonly number[]])[] = [
    [{}, [7, 6, 5, 4, 3, 2]],
    [{ until: '2025-04-06T00:00:00Z' }, [6, 5, 4, 3, 2]],
    [{ actorIds: ['grace', 'batch'] }, [4, 3]],
    [{ actorKinds: ['SERVICE'] }, [4]],
    [{ actions: ['SIGNED_OUT', 'NONE', '\0'] }, [5]],
    [{ levels: ['INFO', 'WARNING'] }, [5]],
    [{ outcome: 'REFUSED' }, [7]],
    [{ sources: ['batch'] }, [4]],
    [{ objectType: 'Customer' }, [6]],
    [{ objectType: 'Customer', objectId: 'i-1' }, []],
    [{ objectId: 'c-1' }, [6]],
    [{ clientIds: ['erp'] }, [6]],
    [{ actorIds: [] }, []],
    [{ actorIds: null, outcome: null }, [7, 6, 5, 4, 3, 2]],
    [{ objectId: '\0' }, []],
  ];
  for (const [filter, numbers] of cases) {
    const page = await read({ filter: { ...period, ...filter } });
    assert.deepEqual(numbersOf(page), numbers, JSON.stringify(filter));
    assert.equal(page.totalCount, numbers.length);
  }
  const { data } = await auditor<{ auditActions: string[] }>('{ auditActions }');
  assert.deepEqual(data.auditActions, ['INVOICE_ISSUED', 'SIGNED_OUT']);
});

test('a list is read page by page in each order, forwards and backwards', async () => {
  const orders = [
    undefined,
    ...['AT', 'NUMBER'].flatMap((field) => [{ field, direction: 'ASC' }, { field }]),
  ];
  for (const orderBy of orders) {
    const whole = numbersOf(await read({ orderBy, first: 100 }));
    const isUpwards = orderBy !== undefined && 'direction' in orderBy;
    assert.deepEqual(whole, isUpwards ? [1, 2, 3, 4, 5, 6, 7] : [7, 6, 5, 4, 3, 2, 1]);
    const first = await read({ orderBy, first: 3 });
    const second = await read({ orderBy, first: 3, after: first.pageInfo.endCursor });
    assert.deepEqual([...numbersOf(first), ...numbersOf(second)], whole.slice(0, 6));
    assert.deepEqual([first.pageInfo.hasNextPage, first.totalCount], [true, 7]);
    const last = await read({ orderBy, last: 2, before: second.edges[2]?.cursor });
    assert.deepEqual(numbersOf(last), whole.slice(3, 5));
  }
});

test('all that is wrong with a request is told at once', async () => {
  const { errors } = await auditor(
    `{ auditEntries(first: 101, after: "x", filter: { from: "2025", until: "yesterday", actions: ["${'A'.repeat(501)}"] }) { totalCount } }`,
  );
  const message = errors.map((error) => error.message).join();
  for (const part of [/`first`/, /`after`/, /filter\.from/, /filter\.until/, /filter\.actions/])
    assert.match(message, part);
  const period = await auditor(
    '{ auditEntries(filter: { from: "2025-03-01T00:00:00Z", until: "2025-03-01T00:00:00Z" }) { totalCount } }',
  );
  assert.match(period.errors[0]?.message ?? '', /`filter.until` must be after `filter.from`/);
});

test('nobody but an auditor reads the trail', async () => {
  const others = ['USER', 'BILLING_MANAGER', 'PRODUCT_MANAGER', 'CUSTOMER_MANAGER', 'STOCK_RESERVER'];
  for (const client of [audit.anonymous, await audit.as(...others)]) {
    const { data, errors } = await client<object>('{ auditEntries { totalCount } auditActions }');
    assert.deepEqual(data, { auditEntries: null, auditActions: null });
    assert.equal(errors.length, 2);
  }
});

test('a subscription has each new entry that passes its filter once, and continues after a cursor', async () => {
  const { cursor } = await read({ first: 1 });
  await audit.receive(
    createAuditEntry({ action: 'A' }),
    createAuditEntry({ action: 'B' }),
    createAuditEntry({ action: 'A' }),
  );
  const events = audit.follow({ after: cursor, filter: { actions: ['A'] } });
  const first = (await events.next()).value;
  assert.deepEqual(first?.entry, { number: 8, action: 'A' });
  assert.equal((await events.next()).value?.entry.number, 10);
  const pending = events.next();
  await audit.receive(createAuditEntry({ action: 'B' }));
  await audit.receive(createAuditEntry({ action: 'A' }));
  assert.equal((await pending).value?.entry.number, 12);
  await events.return?.();
  const again = audit.follow({ after: first?.cursor });
  assert.equal((await again.next()).value?.entry.number, 9);
  await again.return?.();
  for (const after of ['no cursor', Buffer.from('["audit","99"]').toString('base64url')]) {
    await assert.rejects(audit.follow({ after }).next(), (error: unknown) =>
      JSON.stringify(error).includes('BAD_USER_INPUT'),
    );
  }
});

test('the rule blanks and removes entries, a cursor before them has expired, and the chain holds', async () => {
  const { cursor } = await read({ first: 1 });
  const page = await read({ orderBy: { field: 'NUMBER', direction: 'ASC' }, first: 1 });
  assert.deepEqual(numbersOf(page), [1]);
  await prepareAuditTrail(audit.trailOwnerUrl, { INFO: 30, NOTICE: 30, WARNING: 30 });
  const count = await applyRetention(audit.database.sql);
  assert.equal(count, 7);
  assert.equal(await applyRetention(audit.database.sql), 0);
  assert.deepEqual(numbersOf(await read({ first: 100 })), [12, 11, 10, 9, 8]);
  const expired = Buffer.from('["audit","6"]').toString('base64url');
  await assert.rejects(audit.follow({ after: expired }).next(), (error: unknown) =>
    JSON.stringify(error).includes('CURSOR_EXPIRED'),
  );
  await audit.receive(createAuditEntry({ action: 'AFTER' }));
  const events = audit.follow({ after: cursor });
  assert.equal((await events.next()).value?.entry.action, 'AFTER');
  await events.return?.();
  const verdict = await verifyTrail(audit.database.sql);
  assert.ok(verdict.kind === 'whole');
  assert.deepEqual([verdict.start.number, verdict.entries], [7n, 6]);
});
