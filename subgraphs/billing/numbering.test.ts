import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { freeLine, mutateInvoice, read, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
  await stageFaults();
});
after(() => billing.close());

/**
 * The invoice is the last row that issuing writes. Here that fails or waits for a lock, if the note of the invoice says
 * so.
 */
async function stageFaults(): Promise<void> {
  await billing.database.sql.unsafe(`
    create function stage_fault() returns trigger language plpgsql as $$
    begin
      if new.note = 'fails' then raise exception 'staged'; end if;
      if new.note = 'waits' then perform pg_advisory_xact_lock(4711); end if;
      return new;
    end $$;
    create trigger staged after update on invoices for each row execute function stage_fault()`);
}

const createDraft = (changes: object = {}) =>
  succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine], ...changes });

async function numbersOf(series: number): Promise<string[]> {
  const rows = await billing.database.sql<{ number: string }[]>`
    select number from invoices where series = ${series} order by sequence`;
  return rows.map(({ number }) => number);
}

const gapless = (series: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${series}-${String(index + 1).padStart(6, '0')}`);

/** More than the connections of the pool; all calls together would only wait for each other until their clients give up. */
const turns = createTurns(40);
/** Half of them for each of two years. */
const draftCount = pickSize({ quick: 40, long: 200 });

test('drafts that are issued at once, each several times, get gapless unique numbers (siwapp-ror #279, hitobito #4005)', async () => {
  billing.setNow('2026-03-01T12:00:00Z');
  const input = { customerId, currency: 'EUR', lines: [freeLine] };
  const made = await Promise.all(
    Array.from({ length: draftCount }, () =>
      turns.run(() => mutateInvoice(manager, 'createInvoice', input, 'id')),
    ),
  );
  const drafts = made.flatMap(({ invoice }) => invoice ?? []);
  const calls = drafts.flatMap(({ id }, index) => {
    // Half of them are backdated, so that two series give numbers at the same time.
    const issueDate = index % 2 === 0 ? '2025-12-31' : null;
    const input = { id, expectedVersion: 1, issueDate, idempotencyKey: `issue ${id}` };
    const others = index % 4 === 0 ? [{ ...input, idempotencyKey: randomUUID() }] : [];
    return [input, input, ...others];
  });
  const payloads = await Promise.all(
    calls.map((call) => turns.run(() => mutateInvoice(manager, 'issueInvoice', call, 'id number'))),
  );

  // Of two calls with different keys for one draft, one comes too late.
  const codes = payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  assert.deepEqual(new Set(codes), new Set(['WRONG_STATE']));
  const numberOf = new Map<string, Set<string | null>>();
  for (const { invoice } of payloads) {
    if (invoice === null) continue;
    numberOf.set(invoice.id, (numberOf.get(invoice.id) ?? new Set()).add(invoice.number));
  }
  assert.equal(numberOf.size, draftCount);
  for (const numbers of numberOf.values()) assert.equal(numbers.size, 1);
  assert.deepEqual(await numbersOf(2025), gapless(2025, draftCount / 2));
  assert.deepEqual(await numbersOf(2026), gapless(2026, draftCount / 2));
});

test('an issue that fails after it took its number leaves no gap, and its key stays free', async () => {
  billing.setNow('2023-01-01T00:00:00Z');
  const [failing, other] = [await createDraft({ note: 'fails' }), await createDraft()];
  const input = { id: failing.id, expectedVersion: 1, idempotencyKey: 'failed' };
  const { errors } = await issueRaw(input);
  assert.deepEqual(
    errors.map(({ extensions }) => extensions?.['code']),
    ['INTERNAL_SERVER_ERROR'],
  );
  assert.doesNotMatch(JSON.stringify(errors), /staged|update|invoices/);
  assert.equal((await read(manager, failing.id))?.status, 'DRAFT');
  await succeed(manager, 'issueInvoice', { id: other.id, expectedVersion: 1 });
  await billing.database.sql`drop trigger staged on invoices`;
  assert.equal((await succeed(manager, 'issueInvoice', input)).number, '2023-000002');
  await billing.database.sql`
    create trigger staged after update on invoices for each row execute function stage_fault()`;
  assert.deepEqual(await numbersOf(2023), gapless(2023, 2));
});

test('an issue whose connection dies between its number and its commit leaves no gap', async () => {
  billing.setNow('2024-01-01T00:00:00Z');
  const [dying, other] = [await createDraft({ note: 'waits' }), await createDraft()];
  const lock = await billing.database.sql.reserve();
  try {
    await lock`select pg_advisory_lock(4711)`;
    const input = { id: dying.id, expectedVersion: 1, idempotencyKey: 'died' };
    const dead = issueRaw(input);
    const pid = await waitFor('the issue to hold its number', findWaiting);
    // It waits for the series, whose next number is not decided yet.
    const next = succeed(manager, 'issueInvoice', { id: other.id, expectedVersion: 1 });
    await lock`select pg_terminate_backend(${pid})`;
    const { errors } = await dead;
    assert.equal(errors[0]?.extensions?.['code'], 'INTERNAL_SERVER_ERROR');
    assert.equal((await next).number, '2024-000001');
    await lock`select pg_advisory_unlock(4711)`;
    assert.equal((await succeed(manager, 'issueInvoice', input)).number, '2024-000002');
  } finally {
    lock.release();
  }
});

async function findWaiting(): Promise<number | undefined> {
  const [row] = await billing.database.sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return row?.pid;
}

function issueRaw(input: object) {
  return manager(
    'mutation ($input: IssueInvoiceInput!) { issueInvoice(input: $input) { invoice { number } userErrors { code } } }',
    { input },
  );
}

test('a repeated issue is answered with its invoice, even long after', async () => {
  billing.setNow('2022-01-01T00:00:00Z');
  const productId = billing.addProduct();
  const draft = await createDraft({ lines: [{ productId, quantity: '1' }] });
  const input = { id: draft.id, expectedVersion: 1, idempotencyKey: 'issue-once' };
  const first = await succeed(manager, 'issueInvoice', input);
  billing.products.entities.delete(productId);
  billing.setNow('2022-02-01T00:00:00Z');
  assert.deepEqual(await succeed(manager, 'issueInvoice', input), first);
  const { userErrors } = await mutateInvoice(manager, 'issueInvoice', { ...input, issueDate: '2022-01-01' });
  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['IDEMPOTENCY_KEY_REUSED'],
  );
  const stranger = await billing.as('ADMIN', 'BILLING_MANAGER');
  const { userErrors: strangers } = await mutateInvoice(stranger, 'issueInvoice', input);
  assert.deepEqual(
    strangers.map(({ code }) => code),
    ['WRONG_STATE'],
  );
});

test('a draft that changes while it is being issued is not issued unseen', async () => {
  billing.setNow('2021-01-01T00:00:00Z');
  const draft = await createDraft();
  const target = { id: draft.id, expectedVersion: 1 };
  const [changed, issued] = await Promise.all([
    mutateInvoice(manager, 'updateInvoice', { ...target, lines: [{ ...freeLine, quantity: '100' }] }),
    mutateInvoice(manager, 'issueInvoice', target),
  ]);
  const codes = [...changed.userErrors, ...issued.userErrors].map(({ code }) => code);
  assert.equal(codes.length, 1);
  assert.ok(codes[0] === 'CONFLICT' || codes[0] === 'WRONG_STATE');
  const now = await read(manager, draft.id);
  assert.equal(now?.version, 2);
  assert.equal(now?.lines[0]?.quantity, now?.status === 'ISSUED' ? '1.5' : '100');
});
