import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { releaseForVoid } from '../../subgraphs/billing/stock/release-stock.ts';
import { recordReservation } from '../../subgraphs/billing/stock/stock-task-store.ts';
import { type StockedSystem, startStockedSystem } from './stocked-system.ts';

// Each failure point of docs/adr on the saga of stock, by the fault itself.

let system: StockedSystem;
before(async () => {
  system = await startStockedSystem();
  system.startWorker();
  system.startWorker();
});
after(() => system[Symbol.asyncDispose]());

/** The kinds of the history of an invoice, oldest first. */
async function historyOf(invoiceId: string): Promise<string[]> {
  const rows = await system.billing.database.sql<{ kind: string }[]>`
    select kind from invoice_history where invoice_id = ${invoiceId} order by position`;
  return rows.map(({ kind }) => kind);
}

/** The kind of operation that an invoice froze. */
async function operationKindOf(invoiceId: string): Promise<string | null | undefined> {
  const rows = await system.billing.database.sql<{ kind: string | null }[]>`
    select operation_kind as kind from invoices where id = ${invoiceId}`;
  return rows[0]?.kind;
}

test('issuing takes the stock of all lines, and the invoice says so', async () => {
  const [first, second] = [await system.stocked('5'), await system.stocked('1.5')];
  const id = await system.draft([
    [first, '2'],
    [second, '1.5'],
    [first, '3'],
  ]);
  const { invoice, userErrors } = await system.issue(id);
  assert.deepEqual(userErrors, []);
  assert.deepEqual([invoice?.status, invoice?.stock], ['ISSUED', 'RESERVED']);
  assert.deepEqual([await system.stockOf(first), await system.stockOf(second)], ['0', '0']);
  assert.deepEqual(await historyOf(id), ['CREATED', 'ISSUED', 'STOCK_RESERVED']);
  assert.equal(await operationKindOf(id), 'GOODS');
  await system.settle();
});

test('too little stock names each line, takes nothing and leaves the draft', async () => {
  const [little, enough] = [await system.stocked('4'), await system.stocked('9')];
  const id = await system.draft([
    [little, '2'],
    [enough, '9'],
    [little, '2.5'],
  ]);
  const refused = await system.issue(id);
  assert.deepEqual(codesOf(refused), {
    'lines.0.quantity': 'INSUFFICIENT_STOCK',
    'lines.2.quantity': 'INSUFFICIENT_STOCK',
  });
  assert.match(
    refused.userErrors[0]?.message ?? '',
    /^Line 1: 4 of .* in stock, and the invoice needs 4\.5\.$/,
  );
  await system.settle();
  assert.deepEqual([await system.stockOf(little), await system.stockOf(enough)], ['4', '9']);
});

test('an invoice without tracked products asks nobody for stock', async () => {
  const before = system.network.calls.length;
  const { sql } = system.product.database;
  const service = await system.stocked('1');
  await sql`update products set is_stock_tracked = false where id = ${service}`;
  const id = await system.draft([[service, '100']]);
  const { invoice } = await system.issue(id);
  assert.equal(invoice?.stock, 'NONE');
  assert.equal(await operationKindOf(id), null);
  assert.equal(system.network.calls.length, before);
});

test('a lost request and a lost answer change nothing that lasts, and the repeated call issues', async () => {
  for (const part of ['request', 'answer'] as const) {
    const product = await system.stocked('5');
    const id = await system.draft([[product, '5']]);
    system.network.loseNext('reserveStock', part);
    assert.deepEqual(codesOf(await system.issue(id)), { '': 'UNAVAILABLE' });
    await system.settle();
    assert.equal(await system.stockOf(product), '5');
    assert.equal((await system.issue(id)).invoice?.stock, 'RESERVED');
    await system.settle();
  }
});

test('a request that arrives after its reservation was given up is refused', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  const held = system.network.holdNext('reserveStock', 'request');
  const issuing = system.issue(id);
  const { deliver } = await held;
  assert.deepEqual(codesOf(await issuing), { '': 'UNAVAILABLE' });
  await system.settle();
  assert.match(await deliver(), /"WRONG_STATE"/);
  assert.equal(await system.stockOf(product), '5');
  await system.settle();
});

test('a conflict and a failure of the database after the reservation give the stock back', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  const { sql } = system.billing.database;
  await sql.unsafe(`create function raise_it() returns trigger language plpgsql as $$
    begin raise exception 'staged' using errcode = 'P0001'; end $$;
    create trigger staged before insert on outbox for each row execute function raise_it()`);
  await assert.rejects(system.issue(id));
  await sql.unsafe('drop trigger staged on outbox');
  await system.settle();
  assert.equal(await system.stockOf(product), '5');
  await sql.unsafe(`create function change_draft() returns trigger language plpgsql as $$
    begin update invoices set version = version + 1 where id = new.invoice_id; return new; end $$;
    create trigger staged after insert on stock_tasks for each row
      when (new.kind = 'RESERVE') execute function change_draft()`);
  assert.deepEqual(codesOf(await system.issue(id)), { expectedVersion: 'CONFLICT' });
  await sql.unsafe('drop trigger staged on stock_tasks');
  await system.settle();
  assert.equal(await system.stockOf(product), '5');
  assert.deepEqual(await historyOf(id), ['CREATED']);
});

test('a process that died after it recorded a reservation leaves it to a worker', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  const { db } = system.billing.database;
  await recordReservation(db, {
    invoiceId: id,
    actor: 'someone',
    lines: [{ productId: product, quantity: '5' }],
    leaseMs: 200,
  });
  // The next call waits until the worker has given the reservation up.
  assert.equal((await system.issue(id)).invoice?.stock, 'RESERVED');
  await system.settle();
});

test('an invoice is not issued once its reservation was given up', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  const held = system.network.holdNext('reserveStock', 'answer');
  const issuing = system.issue(id);
  const { deliver } = await held;
  assert.equal(await system.stockOf(product), '0');
  await system.billing.database.sql`
    update stock_tasks set due_at = clock_timestamp() where invoice_id = ${id} and kind = 'RESERVE'`;
  await system.settle();
  assert.equal(await system.stockOf(product), '5');
  assert.match(await deliver(), /"reserved":"5"/);
  const refused = await issuing;
  assert.deepEqual(codesOf(refused), { '': 'UNAVAILABLE' });
  assert.match(refused.userErrors[0]?.message ?? '', /^Issuing took too long/);
  assert.equal((await system.issue(id)).invoice?.stock, 'RESERVED');
  await system.settle();
});

test('calls with the same key at the same time issue once and take the stock once', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  const idempotencyKey = randomUUID();
  const payloads = await Promise.all(Array.from({ length: 8 }, () => system.issue(id, { idempotencyKey })));
  assert.equal(new Set(payloads.map(({ invoice }) => invoice?.number)).size, 1);
  for (const { userErrors } of payloads) assert.deepEqual(userErrors, []);
  await system.settle();
  assert.equal(await system.stockOf(product), '0');
});

test('concurrent invoices never take more than there is, and those without stock stay drafts', async () => {
  const [first, second] = [await system.stocked('10'), await system.stocked('10')];
  const drafts = await Promise.all(
    Array.from({ length: 24 }, (_, nth) =>
      system.draft(
        nth % 2 === 0
          ? [
              [first, '1'],
              [second, '1'],
            ]
          : [
              [second, '1'],
              [first, '1'],
            ],
      ),
    ),
  );
  const issueAll = async (ids: readonly string[]) => {
    const payloads = await Promise.all(ids.map((id) => system.issue(id)));
    await system.settle();
    return ids.filter((_, index) => payloads[index]?.invoice === null);
  };
  // A call that took too long on a busy machine held stock for a while and gave it back.
  const waiting = await issueAll(await issueAll(drafts));
  assert.equal(waiting.length, 14);
  assert.deepEqual([await system.stockOf(first), await system.stockOf(second)], ['0', '0']);
});

test('credit notes give back what they take, and a release waits for a product service that is away', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  await system.issue(id);
  const { data } = await system.manager<{ invoice: { lines: { id: string }[] } }>(
    'query ($id: ID!) { invoice(id: $id) { lines { id } } }',
    { id },
  );
  const credit = (lines?: object[]) =>
    callMutation<TestRefusal>(
      system.manager,
      'createCreditNote',
      { invoiceId: id, reason: 'Sent back', idempotencyKey: randomUUID(), ...(lines && { lines }) },
      'creditNote { id }',
    );
  const statusOf = async () => {
    const answer = await system.manager<{ invoice: { stock: string } }>(
      'query ($id: ID!) { invoice(id: $id) { stock } }',
      { id },
    );
    return answer.data.invoice.stock;
  };
  system.network.isUp = false;
  const { userErrors } = await credit([{ lineId: data.invoice.lines[0]?.id, quantity: '2' }]);
  assert.deepEqual(userErrors, []);
  assert.equal(await statusOf(), 'RELEASING');
  await waitFor('a failed release', async () => {
    const rows = await system.billing.database.sql`
      select from stock_tasks where invoice_id = ${id} and last_problem is not null`;
    return rows.length > 0;
  });
  system.network.isUp = true;
  await system.settle();
  assert.deepEqual([await statusOf(), await system.stockOf(product)], ['PARTIALLY_RELEASED', '2']);
  // The answer is lost after the stock was given back; the repeated release gives back nothing more.
  system.network.loseNext('releaseStock', 'answer');
  await credit();
  await system.settle();
  assert.deepEqual([await statusOf(), await system.stockOf(product)], ['RELEASED', '5']);
  const kinds = await historyOf(id);
  assert.equal(kinds.filter((kind) => kind === 'STOCK_RELEASED').length, 2);
});

test('a void invoice gives all of its stock back, and one without stock nothing', async () => {
  const product = await system.stocked('5');
  const id = await system.draft([[product, '5']]);
  await system.issue(id);
  const { db, sql } = system.billing.database;
  const actor = 'someone';
  await db.transaction((tx) => releaseForVoid(tx, { invoiceId: randomUUID(), actor }));
  await db.transaction((tx) => releaseForVoid(tx, { invoiceId: id, actor }));
  await waitFor('the release', async () => {
    const rows =
      await sql`select from stock_tasks where invoice_id = ${id} and kind = 'RELEASE' and state = 'DONE'`;
    return rows.length === 1;
  });
  assert.equal(await system.stockOf(product), '5');
});
