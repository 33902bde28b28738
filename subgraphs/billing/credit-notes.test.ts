import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { callCredit, credit, failToCredit, readCredited } from './testing/credit-calls.ts';
import { freeLine, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());
beforeEach(() => billing.setNow('2026-03-01T12:00:00Z'));

const line = (unitPrice: string, taxRate = '20', quantity = '1') => ({
  description: 'Work',
  quantity,
  unitPrice,
  taxRate,
});

async function issue(lines: object[] = [freeLine], changes: object = {}): Promise<TestInvoice> {
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines, ...changes };
  const { id } = await succeed(manager, 'createInvoice', input);
  return succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
}

const lineOf = (invoice: TestInvoice, position: number) => invoice.lines[position - 1]?.id;
const amountsOf = ({ netTotal, taxTotal, total }: Awaited<ReturnType<typeof credit>>) =>
  [netTotal, taxTotal, total].map(({ amount }) => amount);

test('a credit of all mirrors the invoice, in a series of its own and with its customer: erpnext #45757, invoiceninja #2143', async () => {
  billing.setNow('2020-03-01T12:00:00Z');
  const invoice = await issue([line('68.33'), line('0.05', '5.5', '3')]);
  billing.customers.entities.clear();
  billing.setNow('2020-03-05T12:00:00Z');
  const note = await credit(manager, { invoiceId: invoice.id, reason: 'Wrong customer' });
  assert.deepEqual(
    [note.number, note.kind, note.origin, note.status, note.note, note.issueDate],
    ['CN-2020-000001', 'CREDIT_NOTE', 'OWN', 'PAID', 'Wrong customer', '2020-03-05'],
  );
  assert.deepEqual(amountsOf(note), ['-68.48', '-13.68', '-82.16']);
  assert.deepEqual(note.customerSnapshot, invoice.customerSnapshot);
  assert.equal(note.creditedInvoice?.id, invoice.id);
  assert.deepEqual(
    note.lines.map((one) => [one.quantity, one.netAmount.amount, one.taxAmount.amount, one.creditedLineId]),
    [
      ['-1', '-68.33', '-13.67', lineOf(invoice, 1)],
      ['-3', '-0.15', '-0.01', lineOf(invoice, 2)],
    ],
  );
  assert.deepEqual(
    note.taxSubtotals.map(({ taxRate, taxAmount }) => [taxRate, taxAmount.amount]),
    [
      ['5.50', '-0.01'],
      ['20.00', '-13.67'],
    ],
  );
  const credited = await readCredited(manager, invoice.id);
  assert.deepEqual(
    credited.creditNotes.edges.map(({ node }) => node.number),
    ['CN-2020-000001'],
  );
  assert.deepEqual(
    credited.lines.map((one) => [one.creditedQuantity, one.creditableQuantity]),
    [
      ['1', '0'],
      ['3', '0'],
    ],
  );
  const next = await issue();
  assert.equal(next.number, '2020-000002');
  assert.equal((await credit(manager, { invoiceId: next.id })).number, 'CN-2020-000002');
});

test('credits line by line add up to the invoice: lago-api PR #2643', async () => {
  const invoice = await issue(['68.33', '68.33', '57.50', '85.00'].map((price) => line(price)));
  assert.equal(invoice.total.amount, '334.99');
  const totals: string[] = [];
  for (const position of [1, 3, 4, 2]) {
    const lines = [{ lineId: lineOf(invoice, position), quantity: '1' }];
    totals.push((await credit(manager, { invoiceId: invoice.id, lines })).total.amount);
  }
  assert.deepEqual(totals, ['-82.00', '-69.00', '-102.00', '-81.99']);
  const { creditedTotal, balance, status } = await readCredited(manager, invoice.id);
  assert.deepEqual([creditedTotal.amount, balance.amount, status], ['334.99', '0.00', 'PAID']);
});

test('half a cent of tax is credited as it was invoiced: xrechnung #74 and #63, EN16931 #303', async () => {
  for (const [net, tax] of [
    ['7612.50', '-1446.38'],
    ['1710.50', '-325.00'],
  ] as const) {
    const note = await credit(manager, { invoiceId: (await issue([line(net, '19')])).id });
    assert.deepEqual(amountsOf(note).slice(0, 2), [`-${net}`, tax]);
  }
});

test('a credit of a part of an unpaid invoice lowers what is due and gives nothing back: lago #212, invoiceninja #11415', async () => {
  const invoice = await issue([line('100.00', '20', '2')]);
  await credit(manager, { invoiceId: invoice.id, lines: [{ lineId: lineOf(invoice, 1), quantity: '0.5' }] });
  const now = await readCredited(manager, invoice.id);
  assert.deepEqual(
    [now.balance, now.creditedTotal, now.refundable].map(({ amount }) => amount),
    ['180.00', '60.00', '0.00'],
  );
  assert.deepEqual([now.status, now.derivedStatus], ['ISSUED', 'PARTIALLY_PAID']);
  assert.deepEqual(
    now.lines.map((one) => [one.creditedQuantity, one.creditableQuantity]),
    [['0.5', '1.5']],
  );
});

test('a credit of a paid invoice can be refunded', async () => {
  const invoice = await issue([line('100.00', '20', '2')]);
  await billing.database.sql`
    insert into payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
    values (gen_random_uuid(), ${invoice.id}, 'PAYMENT', 24000, 'CARD', '2026-03-01', 'test', now())`;
  await credit(manager, { invoiceId: invoice.id, lines: [{ lineId: lineOf(invoice, 1), quantity: '1' }] });
  const { status, balance, refundable } = await readCredited(manager, invoice.id);
  assert.deepEqual([status, balance.amount, refundable.amount], ['PAID', '0.00', '120.00']);
});

test('more than is left of a line is refused, and the message names the line and the quantities', async () => {
  const invoice = await issue([line('10.00'), line('10.00', '20', '3')]);
  const wish = (quantity: string) => ({
    invoiceId: invoice.id,
    lines: [{ lineId: lineOf(invoice, 2), quantity }],
  });
  await credit(manager, wish('2'));
  const { userErrors } = await callCredit(manager, wish('1.5'));
  assert.deepEqual(userErrors, [
    {
      field: ['lines', '0', 'quantity'],
      code: 'OUT_OF_RANGE',
      message:
        'Line 2 was invoiced with a quantity of 3, of which 2 are credited; at most 1 can be credited.',
    },
  ]);
  await credit(manager, { invoiceId: invoice.id });
  assert.deepEqual(await failToCredit(manager, { invoiceId: invoice.id }), { invoiceId: 'WRONG_STATE' });
});

test('the actions of an invoice say if it can be credited, and why not', async () => {
  const actionOf = async (id: string) => {
    const { data } = await manager<{ invoice: { actions: { action: string; reason: string | null }[] } }>(
      'query ($id: ID!) { invoice(id: $id) { actions { action reason } } }',
      { id },
    );
    return data.invoice.actions.find(({ action }) => action === 'CREDIT')?.reason;
  };
  const invoice = await issue([line('10.00'), line('0.00')]);
  assert.equal(await actionOf(invoice.id), null);
  const lines = [{ lineId: lineOf(invoice, 1), quantity: '1' }];
  const note = await credit(manager, { invoiceId: invoice.id, lines });
  // The line without a price is left.
  assert.equal(await actionOf(invoice.id), null);
  await credit(manager, { invoiceId: invoice.id });
  assert.equal(await actionOf(invoice.id), 'All of the invoice is credited already.');
  assert.match((await actionOf(note.id)) ?? '', /credit note/);
});

test('all problems of an input are named at once', async () => {
  const invoice = await issue();
  const lineId = lineOf(invoice, 1);
  const input = {
    invoiceId: invoice.id,
    reason: ' ',
    issueDate: '2026-02-28',
    idempotencyKey: '',
    lines: [
      { lineId, quantity: '1' },
      { lineId, quantity: '1' },
      { lineId: 'no id', quantity: '1' },
      { lineId, quantity: '-1' },
      { lineId, quantity: 'NaN' },
      { lineId, quantity: '1e9' },
    ],
  };
  assert.deepEqual(await failToCredit(manager, input), {
    reason: 'REQUIRED',
    issueDate: 'OUT_OF_RANGE',
    'lines.1.lineId': 'INVALID',
    'lines.2.lineId': 'NOT_FOUND',
    'lines.3.lineId': 'INVALID',
    'lines.3.quantity': 'OUT_OF_RANGE',
    'lines.4.lineId': 'INVALID',
    'lines.4.quantity': 'INVALID',
    'lines.5.lineId': 'INVALID',
    'lines.5.quantity': 'INVALID',
    idempotencyKey: 'REQUIRED',
  });
  const one = { lineId, quantity: '1' };
  const { id: invoiceId } = invoice;
  assert.deepEqual(await failToCredit(manager, { invoiceId, lines: [] }), { lines: 'REQUIRED' });
  const many = Array.from({ length: 1_001 }, () => one);
  assert.deepEqual(await failToCredit(manager, { invoiceId, lines: many }), { lines: 'TOO_LONG' });
  const long = { invoiceId, reason: 'x'.repeat(501) };
  assert.deepEqual(await failToCredit(manager, long), { reason: 'TOO_LONG' });
  assert.deepEqual(await failToCredit(manager, { invoiceId, amount: '1.00' }), { amount: 'INVALID' });
  const stale = { invoiceId, expectedVersion: 1, reason: '' };
  assert.deepEqual(await failToCredit(manager, stale), { expectedVersion: 'CONFLICT', reason: 'REQUIRED' });
  assert.deepEqual(await failToCredit(manager, { invoiceId: 'x' }), { invoiceId: 'NOT_FOUND' });
});

test('only an issued or paid invoice takes credits', async () => {
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [freeLine] };
  const draft = await succeed(manager, 'createInvoice', input);
  const note = await credit(manager, { invoiceId: (await issue()).id });
  const isVoid = await issue();
  await billing.database.sql`
    update invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = ${isVoid.id}`;
  for (const { id } of [draft, note, isVoid])
    assert.deepEqual(await failToCredit(manager, { invoiceId: id }), { invoiceId: 'WRONG_STATE' });
});

test('a credit note is not older than its invoice, nor than the newest credit note of its year', async () => {
  billing.setNow('2017-03-01T12:00:00Z');
  const invoice = await issue([line('1.00', '20', '3')]);
  const wish = (issueDate: string) => ({
    invoiceId: invoice.id,
    issueDate,
    lines: [{ lineId: lineOf(invoice, 1), quantity: '1' }],
  });
  billing.setNow('2017-03-09T12:00:00Z');
  assert.deepEqual(await failToCredit(manager, wish('2017-02-28')), { issueDate: 'OUT_OF_RANGE' });
  assert.deepEqual(await failToCredit(manager, wish('2017-03-10')), { issueDate: 'OUT_OF_RANGE' });
  assert.equal((await credit(manager, wish('2017-03-05'))).number, 'CN-2017-000001');
  const { userErrors } = await callCredit(manager, wish('2017-03-04'));
  assert.match(userErrors[0]?.message ?? '', /2017-03-05/);
  billing.setNow('2018-01-01T00:30:00Z');
  const { number, issueDate } = await credit(manager, { invoiceId: invoice.id });
  assert.deepEqual([number, issueDate], ['CN-2018-000001', '2018-01-01']);
});

test('a document that is dated ahead is credited with its own day', async () => {
  const ahead = await startTestBilling({ seller: { issueDaysAhead: 3 } });
  try {
    const client = await ahead.as('BILLING_MANAGER');
    const input = { customerId: ahead.addCustomer(), currency: 'EUR', lines: [freeLine] };
    const { id } = await succeed(client, 'createInvoice', input);
    await succeed(client, 'issueInvoice', { id, expectedVersion: 1, issueDate: '2026-03-03' });
    assert.equal((await credit(client, { invoiceId: id })).issueDate, '2026-03-03');
  } finally {
    await ahead.close();
  }
});

test('the credits of all invoices and lines of a page are loaded by one statement for each field', async () => {
  for (let count = 0; count < 3; count += 1) await credit(manager, { invoiceId: (await issue()).id });
  const statements = await billing.statementsDuring(async () => {
    const { errors } = await manager(`{ invoices(first: 6) { edges { node {
      creditNotes(first: 2) { edges { node { number } } } creditedInvoice { number }
      lines { creditedQuantity creditableQuantity }
    } } } }`);
    assert.deepEqual(errors, []);
  });
  // The places of the page and its rows, the lines, their credits, the credit notes and the credited invoices.
  assert.equal(statements.length, 6, statements.join('\n'));
});

test('a credit of many lines takes as many statements as one of a single line', async () => {
  const creditAll = async (count: number) => {
    const { id } = await issue(Array.from({ length: count }, () => line('0.02', '19')));
    return billing.statementsDuring(() => credit(manager, { invoiceId: id }));
  };
  const [one, many] = [await creditAll(1), await creditAll(1_000)];
  assert.equal(many.length, one.length);
});

test('a repeated call is answered with its credit note', async () => {
  const invoice = await issue([line('10.00', '20', '2')]);
  const input = {
    invoiceId: invoice.id,
    lines: [{ lineId: lineOf(invoice, 1), quantity: '1' }],
    idempotencyKey: 'credit-once',
  };
  const first = await credit(manager, input);
  assert.equal((await credit(manager, input)).id, first.id);
  assert.equal((await readCredited(manager, invoice.id)).creditNotes.totalCount, 1);
  const { userErrors } = await callCredit(manager, { ...input, reason: 'Other' });
  assert.equal(userErrors[0]?.code, 'IDEMPOTENCY_KEY_REUSED');
});

test('the history of the invoice names the credit note, its amount and its reason', async () => {
  const invoice = await issue();
  const note = await credit(manager, { invoiceId: invoice.id, reason: 'Broken' });
  const rows = await billing.database.sql`
    select kind, details from invoice_history where invoice_id = ${invoice.id} order by position desc limit 1`;
  const details = { creditNoteId: note.id, amountMinor: '14400', reason: 'Broken' };
  assert.deepEqual([...rows], [{ kind: 'CREDITED', details }]);
});

test('the event log learns of the credit, with the numbers of both documents and the amount above zero', async () => {
  const invoice = await issue();
  const note = await credit(manager, { invoiceId: invoice.id });
  const [row] = await billing.database.sql<{ type: string; value: Uint8Array }[]>`
    select headers->>'ce_type' as type, value from outbox order by position desc limit 1`;
  assert.equal(row?.type, 'facturation.invoice.credited.v1');
  const event = JSON.parse(Buffer.from(row?.value ?? []).toString()) as Record<string, unknown>;
  assert.equal(event['invoiceNumber'], invoice.number);
  assert.equal(event['creditNoteNumber'], note.number);
});

test('credits lower the invoiced quantity of the product', async () => {
  const productId = billing.addProduct();
  const invoice = await issue([{ productId, quantity: '5' }]);
  await credit(manager, { invoiceId: invoice.id, lines: [{ lineId: lineOf(invoice, 1), quantity: '2' }] });
  const { data } = await manager(
    `{ _entities(representations: [{ __typename: "Product", id: "${productId}" }]) { ... on Product { invoicedQuantity } } }`,
  );
  assert.deepEqual(data, { _entities: [{ invoicedQuantity: '3' }] });
});
