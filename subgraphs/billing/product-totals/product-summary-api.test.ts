import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credit } from '../testing/credit-calls.ts';
import { freeLine, succeed } from '../testing/invoice-calls.ts';
import { startTestBilling } from '../testing/test-billing.ts';
import { importChunk, importedWithLines } from '../testing/test-import.ts';

test('a summary by product adds lines up, takes credit notes off, and says until when imported lines are missing', async (t) => {
  const billing = await startTestBilling();
  t.after(() => billing.close());
  const manager = await billing.as('BILLING_MANAGER');
  const productId = billing.addProduct({ unitPrice: { amount: '10', currency: 'EUR' }, taxRate: '20.00' });
  const customerId = billing.addCustomer();
  const lines = [
    { productId, quantity: '3' },
    { productId, quantity: '1.5' },
    { ...freeLine, quantity: '1', unitPrice: '7', taxRate: '0' },
  ];
  const { id } = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines });
  const issued = await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  await credit(manager, { invoiceId: id, lines: [{ lineId: issued.lines[0]?.id ?? '', quantity: '2' }] });
  const { invoice, lines: imported } = importedWithLines([40_000], { issue_date: '2020-05-05' });
  await importChunk(billing.database.sql, { invoices: [invoice], lines: imported });

  const summarise = async (variables: Record<string, unknown>) => {
    const { data, errors } = await manager<{ invoiceSummary: unknown }>(
      `query ($from: Date, $filter: InvoiceSummaryFilter, $first: Int! = 100) {
        invoiceSummary(groupBy: PRODUCT, from: $from, filter: $filter, first: $first) {
          isComplete groupCount sums { count total { amount } }
          lineSums { currency documentCount quantity netTotal { amount } taxTotal { amount } }
          groups { product { id } sku sums { count }
            lineSums { documentCount quantity netTotal { amount } taxTotal { amount } } } } }`,
      variables,
    );
    assert.deepEqual(errors, []);
    return data.invoiceSummary;
  };
  const sums = (documentCount: number | null, quantity: string, net: string, tax: string) => ({
    documentCount,
    quantity,
    netTotal: { amount: net },
    taxTotal: { amount: tax },
  });
  const ofProduct = {
    product: { id: productId },
    sku: null,
    sums: [],
    lineSums: [sums(2, '2.5', '25.00', '5.00')],
  };
  const free = { product: null, sku: null, sums: [], lineSums: [sums(1, '1', '7.00', '0.00')] };
  assert.deepEqual(await summarise({ filter: { currency: 'EUR' } }), {
    isComplete: false,
    groupCount: 2,
    sums: [{ count: 3, total: { amount: '44.20' } }],
    lineSums: [{ currency: 'EUR', ...sums(null, '3.5', '32.00', '5.00') }],
    groups: [ofProduct, free],
  });
  await billing.database.sql`select billing.advance_product_totals(1000)`;
  const ofSku = { product: null, sku: '85123A', sums: [], lineSums: [sums(1, '4', '6.00', '1.20')] };
  assert.deepEqual(await summarise({ filter: { currency: 'EUR' }, first: 3 }), {
    isComplete: true,
    groupCount: 3,
    sums: [{ count: 3, total: { amount: '44.20' } }],
    lineSums: [{ currency: 'EUR', ...sums(null, '7.5', '38.00', '6.20') }],
    groups: [ofProduct, free, ofSku],
  });
  assert.deepEqual(
    await summarise({ from: '2020-05-06', filter: { customerIds: [customerId], kind: 'CREDIT_NOTE' } }),
    {
      isComplete: true,
      groupCount: 1,
      sums: [{ count: 1, total: { amount: '-24.00' } }],
      lineSums: [{ currency: 'EUR', ...sums(null, '-2', '-20.00', '-4.00') }],
      groups: [{ ...ofProduct, lineSums: [sums(1, '-2', '-20.00', '-4.00')] }],
    },
  );
  assert.deepEqual(await summarise({ filter: { currency: 'USD' } }), {
    isComplete: true,
    groupCount: 0,
    sums: [],
    lineSums: [],
    groups: [],
  });
  // As if the customer had so many: what would have to be read is known before.
  await billing.database.sql`
    insert into billing.customer_totals (period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor,
      balance_minor)
    values ('2020-05-01', ${customerId}, 1, 'EUR', 20000, 0, 0, 0, 0)`;
  const { errors } = await manager(
    'query ($filter: InvoiceSummaryFilter) { invoiceSummary(groupBy: PRODUCT, filter: $filter) { groupCount } }',
    { filter: { customerIds: [customerId] } },
  );
  assert.deepEqual(
    errors.map(({ message, extensions }) => [message, extensions?.['code']]),
    [
      [
        'The lines of at most 20,000 drafts or documents of customers are added up by product, not of 20,002: give fewer customers, a shorter period, or fewer states.',
        'BAD_USER_INPUT',
      ],
    ],
  );
});

test('the sums of all lines are those of the same state as the groups, and are loaded only on request', async (t) => {
  const billing = await startTestBilling();
  t.after(() => billing.close());
  const manager = await billing.as('BILLING_MANAGER');
  const customerId = billing.addCustomer();
  const read = async (fields: string) => {
    const { data, errors } = await manager<{
      invoiceSummary: { lineSums: Sums; groups: { lineSums: Sums }[] };
    }>(`{ invoiceSummary(groupBy: PRODUCT, filter: { status: [DRAFT] }) { ${fields} } }`);
    assert.deepEqual(errors, []);
    return data.invoiceSummary;
  };
  const closing = new AbortController();
  const write = async () => {
    while (!closing.signal.aborted)
      await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  };
  const writers = [write(), write()];
  try {
    for (let nth = 0; nth < 30; nth += 1) {
      const { lineSums, groups } = await read('lineSums { quantity } groups { lineSums { quantity } }');
      assert.deepEqual(
        lineSums,
        groups.flatMap((group) => group.lineSums),
      );
    }
  } finally {
    closing.abort();
    await Promise.all(writers);
  }
  const count = async (fields: string) => (await billing.statementsDuring(() => read(fields))).length;
  assert.equal(await count('groups { lineSums { quantity } }'), 3);
  // Two more begin the transaction, and one ends it.
  assert.equal(await count('groups { lineSums { quantity } } ... { total: lineSums { quantity } }'), 7);
});

type Sums = { quantity: string }[];
