import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiClient } from './api-client.ts';
import { loadPlan } from './load-plan.ts';
import type { Plan } from './plan.ts';
import { toReportLines } from './report.ts';

const plan: Plan = {
  rowCount: 4,
  customers: [
    { externalReference: '1', countryCode: 'FR' },
    { externalReference: '2', countryCode: undefined },
  ],
  products: [
    { sku: 'A', name: 'a', unitPrice: '1' },
    { sku: 'B', name: 'b', unitPrice: '2' },
  ],
  invoices: [toInvoice('10', '1', 'A', 1), toInvoice('11', '2', undefined, 2), toInvoice('12', '1', 'B', 3)],
  refusals: [
    { rowNumber: 4, invoiceNumber: 'C1', column: 'InvoiceNo', code: 'CREDIT_NOTE', message: 'is one' },
  ],
};

function toInvoice(
  externalReference: string,
  customerReference: string,
  sku: string | undefined,
  row: number,
) {
  const line = { rowNumber: row, sku, description: 'x', quantity: '1', unitPrice: '1', taxRate: '20' };
  const days = { issueDate: '2010-12-01', dueDate: '2010-12-31' };
  return { externalReference, customerReference, ...days, lines: [line] };
}

type Input = Readonly<Record<string, unknown>>;

/** An API that grants everything but what a test refuses, and keeps what it was asked. */
function createApi(answer: (name: string, input: Input) => object | undefined) {
  const asked: { name: string; input: Input }[] = [];
  const api: ApiClient = {
    request: async (document, variables, data) => {
      const name = /m0: (\w+)/.exec(document)?.[1] ?? '';
      const field = name.replace(/^(create|issue)/, '').toLowerCase();
      const inputs = Object.values(variables) as Input[];
      const payloads = inputs.map((input, index) => {
        asked.push({ name, input });
        const node = { id: `${name}-${input['idempotencyKey']}`, status: 'DRAFT', version: 1 };
        return [`m${index}`, { [field]: node, userErrors: [], ...answer(name, input) }];
      });
      return data.parse(Object.fromEntries(payloads));
    },
  };
  return { api, asked };
}

const refusal = { userErrors: [{ field: ['sku'], message: 'Give another.', code: 'TAKEN' }] };

test('loads customers, products and issued invoices, each with a key of its own', async () => {
  const { api, asked } = createApi(() => undefined);
  const report = await loadPlan(api, plan);
  assert.deepEqual(
    { ...report, refusals: report.refusals.length },
    {
      rowCount: 4,
      customerCount: 2,
      productCount: 2,
      invoiceCount: 3,
      lineCount: 3,
      refusals: 1,
    },
  );
  const keys = asked.map(({ input }) => input['idempotencyKey']);
  assert.equal(new Set(keys).size, 2 + 2 + 3 + 3);
  const [withProduct, without] = asked.filter(({ name }) => name === 'createInvoice');
  assert.deepEqual(withProduct?.input['customerId'], 'createCustomer-demo-customer-1');
  assert.match(JSON.stringify(withProduct?.input['lines']), /"productId":"createProduct-demo-product-A"/);
  assert.doesNotMatch(JSON.stringify(without?.input['lines']), /productId/);
});

test('reports what the API refuses, with what hangs on it, and every row is accounted for', async () => {
  const { api, asked } = createApi((name, input) => {
    if (name === 'createProduct' && input['sku'] === 'B') return { product: null, ...refusal };
    if (name === 'issueInvoice' && input['idempotencyKey'] === 'demo-issue-10')
      return { invoice: null, ...refusal };
    return undefined;
  });
  const report = await loadPlan(api, plan);
  assert.equal(report.lineCount + report.refusals.length, report.rowCount);
  assert.deepEqual(report.refusals.map(({ rowNumber, code }) => [rowNumber, code]).toSorted(), [
    [1, 'REFUSED_BY_API'],
    [3, 'REFUSED_BY_API'],
    [4, 'CREDIT_NOTE'],
  ]);
  assert.equal(
    report.refusals.find(({ rowNumber }) => rowNumber === 3)?.message,
    'createProduct answered TAKEN at sku: Give another.',
  );
  assert.equal(asked.filter(({ name }) => name === 'createInvoice').length, 2);
  assert.deepEqual(toReportLines(report), [
    'Demo: 1 issued invoices with 1 lines, 2 customers, 1 products; 3 of 4 rows refused:',
    '      2 rows of 2 documents  REFUSED_BY_API: the API refused it, for example: createProduct answered TAKEN at sku: Give another.',
    '      1 rows of 1 documents  CREDIT_NOTE: a credit note is made from the invoice that it credits, which the file does not name',
  ]);
});

test('a repeated load leaves alone what was issued before', async () => {
  const { api, asked } = createApi((name, input) =>
    name === 'createInvoice' && input['externalReference'] === '10'
      ? { invoice: { id: 'old', status: 'ISSUED', version: 2 } }
      : undefined,
  );
  assert.equal((await loadPlan(api, plan)).invoiceCount, 3);
  const issued = asked.filter(({ name }) => name === 'issueInvoice');
  assert.deepEqual(
    issued.map(({ input }) => input['idempotencyKey']),
    ['demo-issue-11', 'demo-issue-12'],
  );
});
