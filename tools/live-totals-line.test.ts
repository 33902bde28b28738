import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ShownTotals } from './live-totals.ts';
import { toTotalsLine } from './live-totals-line.ts';

const nothingOf = (currency: string) => ({
  paidTotal: { amount: '0.00', currency },
  creditedTotal: { amount: '0.00', currency },
});
const totals: ShownTotals = {
  takenAt: '2026-11-21T16:29:43.123Z',
  invoicesPerSecond: 1,
  allTime: [
    { count: 100, total: { amount: '35918.92', currency: 'EUR' }, ...nothingOf('EUR') },
    { count: 92, total: { amount: '61577.96', currency: 'GBP' }, ...nothingOf('GBP') },
  ],
};

test('shows the time, each currency, the number of invoices and how many come in a second', () => {
  assert.equal(
    toTotalsLine(totals, undefined),
    '16:29:43      35918.92 EUR      61577.96 GBP     192 invoices        1.0/s',
  );
});

test('shows how many invoices came since the line before, of all currencies together', () => {
  const [euro, pound] = totals.allTime;
  const before = { ...totals, allTime: [{ ...euro, count: 97 }, pound] } as ShownTotals;
  assert.match(toTotalsLine(totals, before), /192 invoices {3}\+3 {3}1\.0\/s$/);
});

test('shows how many invoices an undo took away', () => {
  const [euro, pound] = totals.allTime;
  const before = { ...totals, allTime: [{ ...euro, count: 105 }, pound] } as ShownTotals;
  assert.match(toTotalsLine(totals, before), /192 invoices {3}-5 {3}1\.0\/s$/);
});

test('shows what was paid and credited in a currency, if anything was', () => {
  const [euro, pound] = totals.allTime;
  const paidTotal = { amount: '1200.50', currency: 'EUR' };
  const creditedTotal = { amount: '82.00', currency: 'EUR' };
  const allTime = [
    { ...euro, paidTotal, creditedTotal },
    { ...pound, paidTotal: { amount: '-5.00', currency: 'GBP' } },
  ];
  assert.equal(
    toTotalsLine({ ...totals, allTime } as ShownTotals, undefined),
    '16:29:43      35918.92 EUR, paid 1200.50, credited 82.00      61577.96 GBP, paid -5.00     192 invoices        1.0/s',
  );
});

test('says that there is nothing yet', () => {
  const nothing = { ...totals, invoicesPerSecond: 0, allTime: [] };
  assert.match(toTotalsLine(nothing, undefined), /^16:29:43 +nothing yet +0 invoices +0\.0\/s$/);
});
