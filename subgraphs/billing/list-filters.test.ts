import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { toSelection } from './store/invoice-filter.ts';
import { invoices } from './tables.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { readInvoicePage, walk } from './testing/list-calls.ts';
import { insertCreditRow, insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

/** An invoice as the list shows it. */
interface Listed {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly derivedStatus: string;
  readonly balance: { readonly amount: string };
  readonly dueDate: string | null;
}

let billing: TestBilling;
let manager: GraphqlClient;
let flour: string;
let yeast: string;
const withFlour: string[] = [];
const paid: string[] = [];
const reversed: string[] = [];
let listed: readonly Listed[] = [];

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  flour = billing.addProduct({ sku: 'FLOUR' });
  yeast = billing.addProduct({ sku: 'YEAST' });
  const customerId = billing.addCustomer();
  billing.setNow('2026-02-01T10:00:00Z');
  for (let nth = 0; nth < 12; nth += 1) await addInvoice(customerId, nth);
  billing.setNow('2026-03-01T12:00:00Z');
  const { data } = await manager<{ invoices: { edges: { node: Listed }[] } }>(
    '{ invoices(first: 100) { edges { node { id number status derivedStatus dueDate balance { amount } } } } }',
  );
  listed = data.invoices.edges.map(({ node }) => node);
});
after(() => billing.close());

/** Every third is overdue; of four, one is a draft, one open, one partly and one wholly paid; one each is void and credited. */
async function addInvoice(customerId: string, nth: number): Promise<void> {
  const line = nth % 3 === 0 ? { productId: flour } : freeLine;
  const { id } = await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [{ ...line, quantity: '2', unitPrice: '10.00', taxRate: '0' }],
    dueDate: nth % 3 === 1 ? '2026-02-20' : null,
  });
  if (nth % 3 === 0) withFlour.push(id);
  if (nth % 4 === 0) return;
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  const { sql } = billing.database;
  if (nth === 1) {
    await sql`update billing.invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = ${id}`;
    return;
  }
  if (nth === 5) await insertCreditRow(sql, id, 1_000n, 1);
  if (nth % 4 === 1) return;
  const amountMinor = nth % 4 === 2 ? 100n : 'total';
  const payment = await insertPaymentRow(sql, { invoiceId: id, amountMinor });
  paid.push(id);
  if (nth !== 6) return;
  await insertPaymentRow(sql, {
    invoiceId: id,
    amountMinor: -100n,
    kind: 'REVERSAL',
    reversesPaymentId: payment,
  });
  reversed.push(id);
}

async function find(filter: object): Promise<string[]> {
  const page = await readInvoicePage(manager, { first: 100, filter });
  assert.equal(page.totalCount, page.edges.length);
  return page.edges.map(({ node }) => node.id).sort();
}

const idsWhere = (isWanted: (invoice: Listed) => boolean) =>
  listed
    .filter(isWanted)
    .map(({ id }) => id)
    .sort();

const derived = ['DRAFT', 'OPEN', 'PARTIALLY_PAID', 'OVERDUE', 'PAID', 'VOID'];

test('a filter by derived status selects the invoices that show it, each in one of them', async () => {
  const found: string[] = [];
  for (const status of derived) {
    const ids = await find({ derivedStatus: [status] });
    assert.deepEqual(
      ids,
      idsWhere(({ derivedStatus }) => derivedStatus === status),
      status,
    );
    assert.ok(ids.length > 0, `no invoice is ${status}`);
    found.push(...ids);
  }
  assert.deepEqual(
    found.sort(),
    idsWhere(() => true),
  );
  assert.deepEqual(
    await find({ derivedStatus: ['OVERDUE', 'OPEN'], status: ['ISSUED'] }),
    idsWhere(({ derivedStatus }) => derivedStatus === 'OVERDUE' || derivedStatus === 'OPEN'),
  );
  assert.deepEqual(await find({ derivedStatus: ['PAID'], status: ['VOID'] }), []);
  assert.deepEqual(await find({ derivedStatus: [] }), []);
});

test('a filter by balance selects issued invoices of which something is left to pay, or all others', async () => {
  const open = ({ status, balance }: Listed) => status === 'ISSUED' && balance.amount !== '0.00';
  assert.deepEqual(await find({ hasBalance: true }), idsWhere(open));
  assert.deepEqual(
    await find({ hasBalance: false }),
    idsWhere((one) => !open(one)),
  );
});

test('a filter by product selects invoices with a line of one of the products', async () => {
  assert.deepEqual(await find({ productIds: [flour] }), withFlour.toSorted());
  assert.deepEqual(await find({ productIds: [flour.toUpperCase(), yeast, 'no id'] }), withFlour.toSorted());
  assert.deepEqual(await find({ productIds: [yeast] }), []);
  assert.deepEqual(await find({ productIds: [] }), []);
});

test('lines of frequent products are looked up by invoice, with the same result', async () => {
  const find = async (productIds: string[]) => {
    const { condition } = toSelection({ productIds }, '2026-03-01', { looksLinesUp: true });
    const rows = await billing.database.db.select({ id: invoices.id }).from(invoices).where(condition);
    return rows.map(({ id }) => id).sort();
  };
  assert.deepEqual(await find([flour, yeast]), withFlour.toSorted());
  assert.deepEqual(await find([yeast]), []);
});

test('a filter by number takes whole numbers or the beginning of one, special characters as they are', async () => {
  assert.deepEqual(
    await find({ numbers: ['2026-000002', '2026-0000', 'nul\0'] }),
    idsWhere(({ number }) => number === '2026-000002'),
  );
  assert.deepEqual(
    await find({ numberPrefix: '2026-00000' }),
    idsWhere(({ number }) => number?.startsWith('2026-00000') ?? false),
  );
  assert.equal((await find({ numberPrefix: 'CN-' })).length, 1);
  for (const numberPrefix of ['2026_', '%', '000002', 'cn-', 'nul\0'])
    assert.deepEqual(await find({ numberPrefix }), [], numberPrefix);
  assert.deepEqual(
    await find({ numberPrefix: '' }),
    idsWhere(() => true),
  );
});

test('a filter by amount takes both ends of it, below zero too, where credit notes are', async () => {
  const within = (minTotal: string | null, maxTotal: string | null) =>
    find({ currency: 'EUR', minTotal, maxTotal });
  const credits = idsWhere(({ number }) => number?.startsWith('CN-') ?? false);
  assert.equal(credits.length, 1);
  // The credit note is of 10.00 EUR, and every invoice is above zero.
  assert.deepEqual(await within('-10.00', '-10'), credits);
  assert.deepEqual(await within('-500', '-0.01'), credits);
  assert.deepEqual(
    await within('-10', null),
    idsWhere(() => true),
  );
  assert.deepEqual(await within('-9.99', '0'), []);
  assert.deepEqual(await within(null, '-10.01'), []);
});

test('a filter by due date takes both ends of the period', async () => {
  const due = idsWhere(({ dueDate }) => dueDate === '2026-02-20');
  assert.deepEqual(await find({ dueFrom: '2026-02-20', dueTo: '2026-02-20' }), due);
  assert.deepEqual(await find({ dueFrom: '2026-02-21' }), []);
  assert.deepEqual(await find({ dueFrom: '0001-01-01' }), due);
});

test('a filter by day of payment selects invoices with a payment that was not taken back', async () => {
  const kept = paid.filter((id) => !reversed.includes(id)).sort();
  assert.deepEqual(await find({ paidFrom: '2026-03-01', paidTo: '2026-03-01' }), kept);
  assert.deepEqual(await find({ paidFrom: '2026-01-01' }), kept);
  assert.deepEqual(await find({ paidTo: '2026-02-28' }), []);
});

test('every new filter is bounded, and all problems are told at once', async () => {
  const many = Array.from({ length: 101 }, () => flour);
  const days = { dueFrom: '0000-01-01', paidFrom: '0000-01-01', paidTo: '0000-01-01' };
  const upsideDown = {
    ...{ issuedFrom: '2026-03-02', issuedTo: '2026-03-01', dueFrom: '2026-03-02', dueTo: '2026-03-01' },
    ...{ paidFrom: '2026-03-02', paidTo: '2026-03-01', minTotal: '1.01', maxTotal: '1' },
  };
  for (const [filter, others] of [
    [{ productIds: many, numbers: many, numberPrefix: 'x'.repeat(501) }, {}],
    [days, {}],
    [upsideDown, { currency: 'EUR' }],
  ] as const) {
    const { errors } = await manager(
      'query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount } }',
      { filter: { ...filter, ...others } },
    );
    assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
    for (const name of Object.keys(filter))
      assert.match(errors[0]?.message ?? '', new RegExp(`\`filter\\.${name}\``));
  }
});

for (const field of ['NUMBER', 'ISSUE_DATE', 'DUE_DATE', 'TOTAL', 'CREATED_AT', 'UPDATED_AT']) {
  test(`walks by ${field} through a filtered list give each invoice once, in opposite orders`, async () => {
    for (const filter of [
      { status: ['DRAFT', 'ISSUED', 'PAID'] },
      { currency: 'EUR' },
      { issuedFrom: '2026-01-01' },
    ]) {
      const up = { orderBy: { field, direction: 'ASC' }, filter };
      const expected = await find(filter);
      const forward = await walk(manager, { size: 4, ...up });
      assert.deepEqual(forward.toSorted(), expected);
      assert.deepEqual(await walk(manager, { size: 3, ...up, isBackward: true }), forward);
    }
  });
}
