import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let martin: string;
let dupont: string;

/** Martin: 100 EUR due in time, 200 EUR for 10, 45, 75 and 91 days each, 50 USD without due date; Dupont: 40 EUR, a half paid. */
before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  martin = billing.addCustomer();
  dupont = billing.addCustomer();
  billing.setNow('2025-11-01T10:00:00Z');
  await issue(martin, 'EUR', '100', '2026-03-01');
  for (const due of ['2026-02-19', '2026-01-15', '2025-12-16', '2025-11-30'])
    await issue(martin, 'EUR', '200', due);
  billing.setNow('2026-02-03T10:00:00Z');
  await issue(martin, 'USD', '50', null);
  const invoiceId = await issue(dupont, 'EUR', '40', '2026-02-28');
  await insertPaymentRow(billing.database.sql, { invoiceId, amountMinor: 2_000n });
  await draft(dupont, 'EUR', '7', null);
  billing.setNow('2026-03-01T12:00:00Z');
});
after(() => billing.close());

async function draft(customerId: string, currency: string, unitPrice: string, dueDate: string | null) {
  const lines = [{ ...freeLine, quantity: '1', unitPrice, taxRate: '0' }];
  const { id } = await succeed(manager, 'createInvoice', { customerId, currency, lines, dueDate });
  return id;
}

async function issue(...given: Parameters<typeof draft>): Promise<string> {
  const id = await draft(...given);
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  return id;
}

async function ask<Data>(query: string, variables = {}): Promise<Data> {
  const { data, errors } = await manager<Data>(query, variables);
  assert.deepEqual(errors, []);
  return data;
}

const sumFields = 'sums { currency count total { amount } balance { amount } }';
const sum = (currency: string, count: number, total: string, balance = total) => ({
  currency,
  count,
  total: { amount: total },
  balance: { amount: balance },
});

test('a list gives the sums of all its pages for each currency, with any filter', async () => {
  const read = async (filter: object) => {
    const { invoices } = await ask<{ invoices: object }>(
      `query ($filter: InvoiceFilter) { invoices(first: 1, filter: $filter) { totalCount isTotalCountExact ${sumFields} } }`,
      { filter },
    );
    return invoices;
  };
  const exact = { isTotalCountExact: true };
  const drafts = sum('EUR', 1, '7.00', '0.00');
  assert.deepEqual(await read({ status: ['DRAFT'] }), { ...exact, totalCount: 1, sums: [drafts] });
  const issued = [sum('EUR', 6, '940.00', '920.00'), sum('USD', 1, '50.00')];
  assert.deepEqual(await read({ status: ['ISSUED'] }), { ...exact, totalCount: 7, sums: issued });
  assert.deepEqual(await read({ issuedFrom: '2026-02-01' }), {
    ...exact,
    totalCount: 2,
    sums: [sum('EUR', 1, '40.00', '20.00'), sum('USD', 1, '50.00')],
  });
  // Until the last day there is: read from the kept totals, which leave drafts out.
  let statements: readonly string[] = [];
  const untilForever = async () => {
    assert.deepEqual(await read({ issuedTo: '9999-12-31' }), { ...exact, totalCount: 7, sums: issued });
  };
  statements = await billing.statementsDuring(untilForever);
  assert.ok(
    statements.some((text) => text.includes('daily_totals')),
    statements.join('\n'),
  );
  assert.deepEqual(await read({ isOverdue: true, search: 'boulangerie' }), {
    ...exact,
    totalCount: 5,
    sums: [sum('EUR', 5, '840.00', '820.00')],
  });
  assert.deepEqual(await read({ ids: [] }), { ...exact, totalCount: 0, sums: [] });
});

const summaryQuery = `query ($groupBy: InvoiceSummaryGrouping!, $from: Date, $to: Date, $filter: InvoiceSummaryFilter, $first: Int! = 100) {
  invoiceSummary(groupBy: $groupBy, from: $from, to: $to, filter: $filter, first: $first) {
    groupCount ${sumFields} groups { status customer { id } day ${sumFields} } } }`;
const group = (changes: object) => ({ status: null, customer: null, day: null, ...changes });
const summarise = async (variables: object) =>
  (await ask<{ invoiceSummary: unknown }>(summaryQuery, variables)).invoiceSummary;
const all = [sum('EUR', 6, '940.00', '920.00'), sum('USD', 1, '50.00')];

test('a summary groups by status, customer, day and month, and leaves drafts out unless it groups by status', async () => {
  assert.deepEqual(await summarise({ groupBy: 'STATUS' }), {
    groupCount: 2,
    sums: [sum('EUR', 7, '947.00', '920.00'), sum('USD', 1, '50.00')],
    groups: [
      group({ status: 'DRAFT', sums: [sum('EUR', 1, '7.00', '0.00')] }),
      group({ status: 'ISSUED', sums: all }),
    ],
  });
  const ofMartin = group({
    customer: { id: martin },
    sums: [sum('EUR', 5, '900.00'), sum('USD', 1, '50.00')],
  });
  const ofDupont = group({ customer: { id: dupont }, sums: [sum('EUR', 1, '40.00', '20.00')] });
  assert.deepEqual(await summarise({ groupBy: 'CUSTOMER' }), {
    groupCount: 2,
    sums: all,
    groups: [ofMartin, ofDupont],
  });
  assert.deepEqual(await summarise({ groupBy: 'CUSTOMER', first: 1 }), {
    groupCount: 2,
    sums: all,
    groups: [ofMartin],
  });
  const [november, february] = [
    [sum('EUR', 5, '900.00')],
    [sum('EUR', 1, '40.00', '20.00'), sum('USD', 1, '50.00')],
  ];
  for (const [groupBy, first, last] of [
    ['DAY', '2025-11-01', '2026-02-03'],
    ['MONTH', '2025-11-01', '2026-02-01'],
  ]) {
    assert.deepEqual(await summarise({ groupBy }), {
      groupCount: 2,
      sums: all,
      groups: [group({ day: first, sums: november }), group({ day: last, sums: february })],
    });
  }
  assert.deepEqual(
    await summarise({ groupBy: 'MONTH', from: '2025-12-01', filter: { customerIds: [dupont] } }),
    {
      groupCount: 1,
      sums: [sum('EUR', 1, '40.00', '20.00')],
      groups: [group({ day: '2026-02-01', sums: [sum('EUR', 1, '40.00', '20.00')] })],
    },
  );
});

test('a summary takes one statement', async () => {
  const statements = await billing.statementsDuring(() =>
    summarise({ groupBy: 'CUSTOMER', from: '2026-01-07' }),
  );
  assert.equal(statements.length, 1);
});

test('a contradictory summary is refused with all its problems', async () => {
  const many = Array.from({ length: 101 }, () => martin);
  for (const [variables, names] of [
    [
      { groupBy: 'DAY', first: 0, from: '2026-02-01', to: '2026-01-01', filter: { customerIds: [martin] } },
      ['first', 'from', 'filter.customerIds'],
    ],
    [{ groupBy: 'CUSTOMER', first: 401, from: '0000-01-01', to: '9999-12-31' }, ['first', 'from', 'to']],
    [{ groupBy: 'CUSTOMER', filter: { customerIds: many } }, ['filter.customerIds']],
  ] as const) {
    const { errors } = await manager(summaryQuery, variables);
    assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
    for (const name of names)
      assert.ok(errors[0]?.message.includes(`\`${name}\``), `${name}: ${errors[0]?.message}`);
  }
});

const ageingFields =
  'balance { amount currency } ageing { currency invoiceCount balance { amount } notDue { amount } days1To30 { amount } days31To60 { amount } days61To90 { amount } over90Days { amount } }';
const entities = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Customer {
  id ${ageingFields} openInvoices(first: 2) { totalCount edges { node { balance { amount } } } } invoices(first: 1) { totalCount ${sumFields} } } } }`;
const toRepresentations = (...ids: string[]) => ids.map((id) => ({ __typename: 'Customer', id }));

test("a customer's balances are told by currency and by the days that they are overdue", async () => {
  const { _entities: found } = await ask<{ _entities: Record<string, unknown>[] }>(entities, {
    ids: toRepresentations(martin, dupont, '01900000-0000-7000-8000-000000000000'),
  });
  assert.deepEqual(found[0]?.['balance'], [
    { amount: '900.00', currency: 'EUR' },
    { amount: '50.00', currency: 'USD' },
  ]);
  const amounts = (balance: string, ...parts: string[]) => {
    const [notDue, days1To30, days31To60, days61To90, over90Days] = parts.map((amount) => ({ amount }));
    return { balance: { amount: balance }, notDue, days1To30, days31To60, days61To90, over90Days };
  };
  assert.deepEqual(found[0]?.['ageing'], [
    {
      currency: 'EUR',
      invoiceCount: 5,
      ...amounts('900.00', '100.00', '200.00', '200.00', '200.00', '200.00'),
    },
    { currency: 'USD', invoiceCount: 1, ...amounts('50.00', '50.00', '0.00', '0.00', '0.00', '0.00') },
  ]);
  assert.deepEqual(found[1]?.['ageing'], [
    { currency: 'EUR', invoiceCount: 1, ...amounts('20.00', '0.00', '20.00', '0.00', '0.00', '0.00') },
  ]);
  assert.deepEqual(found[1]?.['openInvoices'], {
    totalCount: 1,
    edges: [{ node: { balance: { amount: '20.00' } } }],
  });
  assert.deepEqual(found[1]?.['invoices'], { totalCount: 2, sums: [sum('EUR', 2, '47.00', '20.00')] });
  assert.deepEqual([found[2]?.['balance'], found[2]?.['ageing']], [[], []]);
});

test('balances, ageing, open invoices and totals of many customers take one statement each', async () => {
  const statements = await billing.statementsDuring(() =>
    ask(entities, { ids: toRepresentations(martin, dupont) }),
  );
  // The balances and the ageing, two lists, and the totals of each.
  assert.equal(statements.length, 5, statements.join('\n'));
});

test('only billing managers read totals', async () => {
  const other = await billing.as('CUSTOMER_MANAGER');
  const { data, errors } = await other<Record<string, unknown>>(summaryQuery, { groupBy: 'STATUS' });
  assert.equal(data['invoiceSummary'], null);
  assert.equal(errors[0]?.extensions?.['code'], 'FORBIDDEN');
});
