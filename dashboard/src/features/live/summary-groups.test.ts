import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SummaryGroup, toListFilter, toSummaryRows } from './summary-groups.ts';

const noGroup: SummaryGroup = {
  __typename: 'InvoiceSummaryGroup',
  status: null,
  day: null,
  sku: null,
  customer: null,
  product: null,
  sums: [],
  lineSums: null,
};
const issued = 'OPEN,PARTIALLY_PAID,OVERDUE,PAID';

test('a month leads to its days, as far as they are within those of the summary', () => {
  const row = { group: { ...noGroup, day: '2026-02-01' }, currency: 'EUR' };
  assert.deepEqual(toListFilter(row, 'MONTH', {}), {
    currency: 'EUR',
    status: issued,
    issuedFrom: '2026-02-01',
    issuedTo: '2026-02-28',
  });
  assert.deepEqual(toListFilter(row, 'MONTH', { from: '2026-02-10', to: '2026-02-20' }), {
    currency: 'EUR',
    status: issued,
    issuedFrom: '2026-02-10',
    issuedTo: '2026-02-20',
  });
});

test('a status leads to the statuses that the list knows, with the days of the summary', () => {
  const row = { group: { ...noGroup, status: 'ISSUED' as const }, currency: 'GBP' };
  assert.deepEqual(toListFilter(row, 'STATUS', { from: '2026-01-01' }), {
    currency: 'GBP',
    status: 'OPEN,PARTIALLY_PAID,OVERDUE',
    issuedFrom: '2026-01-01',
  });
});

test('invoices of an unknown customer have no filter that names them', () => {
  assert.equal(toListFilter({ group: noGroup, currency: 'EUR' }, 'CUSTOMER', {}), undefined);
});

test('amounts of two currencies are rows of their own', () => {
  const toMoney = (amount: string, currency: string) => ({ __typename: 'Money' as const, amount, currency });
  const toLineSums = (currency: string) => ({
    __typename: 'LineSums' as const,
    currency,
    documentCount: 2,
    netTotal: toMoney('10.00', currency),
  });
  const rows = toSummaryRows([{ ...noGroup, lineSums: [toLineSums('EUR'), toLineSums('GBP')] }]);
  assert.deepEqual(
    rows.map(({ currency, count, total }) => [currency, count, total]),
    [
      ['EUR', 2, null],
      ['GBP', 2, null],
    ],
  );
});
