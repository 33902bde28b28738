import type { ShownTotals } from './live-totals.ts';

/**
 * The totals as a line for people: what was invoiced in each currency, then what of it was paid and credited, if anything, with how many invoices came, or
 * went with an undo, since the line before.
 */
export function toTotalsLine(totals: ShownTotals, before: ShownTotals | undefined): string {
  const amounts = totals.allTime.map(({ total, paidTotal, creditedTotal }) =>
    [
      `${total.amount} ${total.currency}`.padStart(18),
      formatPart('paid', paidTotal.amount),
      formatPart('credited', creditedTotal.amount),
    ].join(''),
  );
  const all = countInvoices(totals);
  const more = before === undefined ? '' : formatChange(all - countInvoices(before));
  return [
    totals.takenAt.slice(11, 19),
    ...(amounts.length > 0 ? amounts : ['nothing yet'.padStart(18)]),
    `${all} invoices`.padStart(17),
    more.padStart(5),
    `${totals.invoicesPerSecond.toFixed(1)}/s`.padStart(8),
  ].join('');
}

/** Nothing for an amount of zero. */
function formatPart(name: string, amount: string): string {
  return /[1-9]/.test(amount) ? `, ${name} ${amount}` : '';
}

function formatChange(count: number): string {
  return count < 0 ? String(count) : `+${count}`;
}

function countInvoices({ allTime }: ShownTotals): number {
  return allTime.reduce((sum, { count }) => sum + count, 0);
}
